"""What the site knows of who proposed a link, who uploaded its copy, and who would decide on it.

The inputs of the pure rules in rights.origin (relations, uploaders). Accounts are compared by keyed hashes alone.
"""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from allostream.accounts.models import Interest, User
from allostream.accounts.queries import interests_of
from allostream.catalogue.models import Credit
from allostream.hosts.models import Standing
from allostream.links.models import RightsAnswer, WatchLink
from allostream.links.rules import Status
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.relations import Conflict, Judge, Subject, Submission, conflicts
from allostream.rights.origin.uploaders import UploadedFilm, UploaderRecord, uploader_record

LATEST = 100  # links of a submitter to one uploader: twice soon after the upload is enough to ask
MOST_COPIES = 1000  # of an account: far fewer show its pattern
FREE = frozenset({Status.PD, Status.OPEN_LICENCE})


def submission(link: WatchLink, secret: bytes) -> Submission:
    """What is known of the submitter of a link and its uploader. Three queries at most, none for an import.

    The link is saved, its submitter and channel are at hand; `secret` is the key under which its uploader was hashed.
    """
    person = link.submitted_by
    if person is None:
        return Submission()
    # The link itself counts as its host has just told of it, saved or not.
    others = WatchLink.objects.filter(submitted_by=person).exclude(pk=link.pk)
    to_uploader = Q(uploader_hash=link.uploader_hash) & ~Q(uploader_hash="")
    counted = others.aggregate(links=Count("pk"), to_uploader=Count("pk", filter=to_uploader))
    told = others.filter(to_uploader).order_by("-pk").values_list("submitted_at", "uploaded_at")
    moments = [(link.submitted_at, link.uploaded_at), *told[:LATEST]] if link.uploader_hash else []
    return Submission(
        said_own=link.uploaded_myself,
        said_paid=link.gets_money,
        uploader=link.uploader_hash,
        mail=keyed(secret, "email", person.email),
        uploader_mail=link.uploader_hash,
        handle=person.name,
        uploader_handle=link.uploader_told or link.uploader,
        gaps=[submitted - uploaded for submitted, uploaded in moments if uploaded],
        links=counted["links"] + 1,
        links_to_uploader=counted["to_uploader"] + bool(link.uploader_hash),
        channel_is_listed=link.channel is not None and link.channel.stands == Standing.LISTED,
        is_protected=RightsAnswer.objects.filter(title=link.title_id, status=Status.PROTECTED).exists(),
    )


def copies_of(uploader_hash: str) -> QuerySet[WatchLink]:
    """The links to what an account has put up, as far as hosts told, also those that are gone; none for "".

    The empty hash is left out in words, too: SQLite takes the index of the others by them alone.
    """
    return WatchLink.objects.filter(uploader_hash=uploader_hash).exclude(uploader_hash="")


def record_of(link: WatchLink, uploader_hash: str) -> UploaderRecord:
    """What the copies of an account tell, that of a link among them. Three queries, none for an unknown account."""
    if not uploader_hash:
        return UploaderRecord()
    others = copies_of(uploader_hash).order_by("-pk").values_list("content_key", "title_id")
    found = [(link.content_key, link.title_id), *others[:MOST_COPIES]]
    titles = {title for _key, title in found}
    made = Credit.objects.filter(title__in=titles, role=Credit.Role.PRODUCER, episode=None).order_by("-place", "-pk")
    studios = dict(made.values_list("title_id", "person__name"))  # the first of each
    answers: dict[int, set[str]] = defaultdict(set)
    for title, status in RightsAnswer.objects.filter(title__in=titles).values_list("title_id", "status").distinct():
        answers[title].add(status)
    return uploader_record(
        UploadedFilm(key, studios.get(title, ""), _is_free(answers.get(title, set()))) for key, title in found
    )


def _is_free(statuses: set[str]) -> bool | None:
    if statuses & FREE:
        return True
    return False if Status.PROTECTED in statuses else None


def conflicts_with_link(person: User, link: WatchLink, secret: bytes) -> tuple[Conflict, ...]:
    """Why somebody must not decide on a link, whose submitter, host and channel are at hand. One query."""
    return conflicts(_judge(person, secret), _subject(
        link.submitted_by.public_id if link.submitted_by else "", link.uploader_hash, link.host.slug,
        link.channel.holder if link.channel else "",
    ))  # fmt: skip


def conflicts_with_title(person: User, title_id: int, secret: bytes) -> tuple[Conflict, ...]:
    """Why somebody must not decide on a work: what bars them from any of its links that is still here. Two queries."""
    judge, found = _judge(person, secret), dict[Conflict, None]()
    links = WatchLink.objects.filter(title=title_id, removed_at__isnull=True)
    columns = ("submitted_by__public_id", "uploader_hash", "host__slug", "channel__holder")
    for row in links.values_list(*columns).distinct():
        found |= dict.fromkeys(conflicts(judge, _subject(*(text or "" for text in row))))
    return tuple(found)


def _judge(person: User, secret: bytes) -> Judge:
    told: dict[str, set[str]] = defaultdict(set)
    for one in interests_of(person):
        told[one.kind].add(one.host or one.holder.casefold())
    return Judge(
        person.public_id, {keyed(secret, "email", person.email)}, told[Interest.Kind.WORKS_FOR],
        told[Interest.Kind.HOLDS], told[Interest.Kind.COMPETES],
    )  # fmt: skip


def _subject(submitted_by: str, uploader: str, host: str, holder: str) -> Subject:
    return Subject(submitted_by, uploader, host, {" ".join(holder.casefold().split())} - {""})
