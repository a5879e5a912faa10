"""Places for requests: never more than there are, first come first served, none lost where somebody gives up."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from allostream.net.slots import Slots


def test_no_more_have_a_place_than_there_are_and_they_come_in_their_order() -> None:
    came: list[int] = []
    inside = most = 0

    async def visit(slots: Slots, number: int) -> None:
        nonlocal inside, most
        async with slots:
            came.append(number)
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async def run() -> None:
        slots = Slots(3)
        await asyncio.gather(*(visit(slots, number) for number in range(20)))

    asyncio.run(run())
    assert (came, most, inside) == (list(range(20)), 3, 0)


@given(st.lists(st.tuples(st.sampled_from(["come", "cancel", "leave", "turn"]), st.integers(0, 9)), max_size=60))
def test_whoever_gives_up_takes_no_place_with_them(steps: list[tuple[str, int]]) -> None:
    async def run() -> None:
        slots, inside, most = Slots(2), 0, 0
        tasks: list[asyncio.Task[None]] = []
        leaves: list[asyncio.Event] = []

        async def visit(leave: asyncio.Event) -> None:
            nonlocal inside, most
            async with slots:
                inside += 1
                most = max(most, inside)
                try:
                    await leave.wait()
                finally:
                    inside -= 1

        for what, number in steps:
            if what == "come":
                leaves.append(asyncio.Event())
                tasks.append(asyncio.get_running_loop().create_task(visit(leaves[-1])))
            elif what == "turn":
                await asyncio.sleep(0)
            elif tasks:
                place = number % len(tasks)
                tasks[place].cancel() if what == "cancel" else leaves[place].set()
        for leave in leaves:
            leave.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert most <= 2
        async with asyncio.timeout(5), slots, slots:  # both places are there again
            assert inside == 0

    asyncio.run(run())
