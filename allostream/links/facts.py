"""Facts as people state them, with what follows for links: in one transaction, answers and what is shown are as the
facts in force say. What worsens hides at once, however many titles hang on a fact; of a person with many, all that
might worsen is held back, and judged anew by the worker in portions (allostream.links.holding).

The rules of who may do what, and the facts themselves, are in allostream.rights.actions.facts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import transaction

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.links.actions import changed
from allostream.links.deciding import decide
from allostream.links.holding import follow_life
from allostream.links.models import WatchLink
from allostream.rights.actions import facts as rights
from allostream.rights.actions.facts import Statement
from allostream.rights.fact_values import Property
from allostream.rights.models import Fact
from allostream.rights.queries.facts import About, about_of_fact


def state_fact(about: About, said: Statement, *, by: Actor, seen: str | None = None) -> Fact:
    """State a fact of a work, edition or person; see allostream.rights.actions.facts.state_fact for what it raises."""
    title_ids = about.title_ids()
    demand = WatchLink.objects.filter(title__in=title_ids, removed_at__isnull=True).count()
    return _acting(title_ids, by, lambda: rights.state_fact(about, replace(said, demand=demand), by=by, seen=seen))


def confirm_fact(public_id: str, *, by: Actor, why: str = "", seen: str | None = None) -> Fact:
    """Speak for a suggestion; raises as allostream.rights.actions.facts.confirm_fact does."""
    title_ids = about_of_fact(public_id).title_ids()
    return _acting(title_ids, by, lambda: rights.confirm_fact(public_id, by=by, why=why, seen=seen))


def refuse_fact(public_id: str, *, by: Actor, why: str = "") -> Fact:
    """Speak against a suggestion, or withdraw one's own; raises as allostream.rights.actions.facts.refuse_fact does."""
    title_ids = about_of_fact(public_id).title_ids()
    return _acting(title_ids, by, lambda: rights.refuse_fact(public_id, by=by, why=why))


def revert_fact(public_id: str, *, by: Actor, why: str) -> Fact:
    """Take a fact in force back; raises as allostream.rights.actions.facts.revert_fact does."""
    title_ids = about_of_fact(public_id).title_ids()
    return _acting(title_ids, by, lambda: rights.revert_fact(public_id, by=by, why=why))


def protect_property(about: About, name: Property, *, by: Actor, why: str, protects: bool = True) -> bool:
    """Let only trusted people change a property, or everybody again; False when that was so already.

    Raises NotFound and Forbidden.
    """
    act = rights.protect_property if protects else rights.unprotect_property
    return act(about, name, by=by, why=why)


def _acting(title_ids: Sequence[int], by: Actor, act: Callable[[], Fact]) -> Fact:
    """Do something to a fact and have what hangs on it follow."""
    with transaction.atomic():
        # In the order of their ids, before anything else is locked: so no two wait for each other.
        list(Title.objects.select_for_update().filter(pk__in=title_ids).order_by("pk").values_list("pk"))
        fact = act()
        if fact.state in (Fact.State.IN_FORCE, Fact.State.REVERTED):
            _follow(title_ids, by, fact)
    return fact


def _follow(title_ids: Sequence[int], by: Actor, fact: Fact) -> None:
    """Decide anew, and show and hide links as the facts in force say, in the caller's transaction.

    Of a person with many titles what might worsen is hidden, and the worker decides: see allostream.links.holding.
    """
    if fact.person_id:
        follow_life(fact.person_id, by=by)
        return
    decide(title_ids, by=by)
    changed(title_ids)
