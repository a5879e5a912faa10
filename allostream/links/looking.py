"""What a reviewer decides on who put a copy there, having looked: the copy shows or hides in the same moment."""

from django.db import transaction

from allostream.accounts.models import User
from allostream.audit.rules import Actor
from allostream.lib.problems import Forbidden, NotFound
from allostream.links.actions import judge_origin
from allostream.links.models import WatchLink
from allostream.links.origin_rules import faults_of
from allostream.links.queries.submitters import conflicts_with_link
from allostream.links.reviewing import ReviewRefused, is_reviewer
from allostream.links.rules import Origin
from allostream.links.submitting import site_secret
from allostream.rights.actions.evidence import NewEvidence, keep_evidence
from allostream.rights.deciding_rules import Fault
from allostream.rights.directories import is_directory
from allostream.rights.models import LinkEvidence


def look_at_copy(
    link_id: str,
    *,
    clears: bool,
    who: str,
    evidence: NewEvidence,
    by: User,
    own_domains: frozenset[str] = frozenset(),
) -> WatchLink:
    """Clear a copy or refuse it; `who` tells who put it there and by what right, or what is wrong with it.

    Raises NotFound, Forbidden for one who is no reviewer, and ReviewRefused: without an answer or evidence, on the word
    of another directory, and for one who put the link here, uploaded it, or has an interest in its host or holder.
    """
    if not is_reviewer(by):
        raise Forbidden
    with transaction.atomic():
        links = WatchLink.objects.filter(public_id=link_id, removed_at__isnull=True)
        whole = links.select_related("submitted_by", "host", "channel")
        link = whole.select_for_update(no_key=True, of=("self",)).first()
        if link is None:
            raise NotFound
        if faults := _faults(link, who, evidence, by, own_domains):
            raise ReviewRefused(faults=", ".join(fault.value for fault in faults))
        actor = Actor.person(by.public_id)
        kept = keep_evidence(evidence, by=actor)
        LinkEvidence.objects.create(evidence=kept, link_id=link_id)
        origin = Origin.CLEARED if clears else Origin.REFUSED
        return judge_origin(link_id, origin, by=actor, why=f"{who.strip()} (evidence {kept.public_id})")


def _faults(link: WatchLink, who: str, evidence: NewEvidence, by: User, own_domains: frozenset[str]) -> list[Fault]:
    checks = (
        (not who.strip(), Fault.UNANSWERED),
        (not (evidence.address or evidence.value), Fault.NO_EVIDENCE),
        (bool(evidence.address) and is_directory(evidence.address, own_domains), Fault.ONLY_DIRECTORIES),
    )
    barred = faults_of(conflicts_with_link(by, link, site_secret()))
    return [*(fault for holds, fault in checks if holds), *barred]
