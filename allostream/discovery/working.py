"""What a worker does for discovery, a step at a time: any number of workers may, on any number of machines."""

from django.conf import settings

from allostream.discovery import keeping, listings, walking
from allostream.net.asking import Asker
from allostream.net.door import open_door


def find_more(worker: str, ask: Asker | None = None) -> bool:
    """Take a step of the walk that is due longest, and ask hosts about some candidates; whether there was any work.

    Nothing is asked where the operator has not said who asks (ALLOSTREAM_BOT_SITE, ALLOSTREAM_BOT_CONTACT), or wants
    no discovery (ALLOSTREAM_DISCOVERY). `ask` is the door unless a test gives recordings.
    """
    forgotten = keeping.forget() + listings.forget()  # what must not be kept goes, whether or not anything is asked
    if forgotten:
        return True
    if not (settings.DISCOVERY and settings.BOT_SITE and settings.BOT_CONTACT):
        return False
    if ask is not None:
        return _step(worker, ask)
    if not walking.is_anything_due():
        return False
    with open_door() as asker:
        return _step(worker, asker)


def _step(worker: str, ask: Asker) -> bool:
    walk = walking.claim(worker)
    if walk is not None:
        walking.step(walk, ask)
    looked = walking.ask_hosts(ask) + walking.refresh(ask) + listings.renew(ask)
    return walk is not None or looked > 0
