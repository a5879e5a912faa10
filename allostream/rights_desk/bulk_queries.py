"""Reads of acts on many addresses at once: what is chosen, what would be done, how far what is done has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db.models import Count, Q, QuerySet

from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.moderation.models import Sheaf
from allostream.moderation.queue_queries import sheaves
from allostream.rights_desk.bulk_models import BulkRow
from allostream.rights_desk.bulk_rules import MOST, digest_of, needs_second
from allostream.rights_desk.case_rules import DOWN
from allostream.rights_desk.deciding import FROM, SUSPEND
from allostream.rights_desk.models import Item, ItemLink
from allostream.rights_desk.standing import Found, links_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which addresses are meant; "" where it does not matter. `host` a slug, `uploader` a hash, `submitter` the public
    id or the name of an account, `title`, `sender` and `case` public ids."""

    host: str = ""
    uploader: str = ""
    submitter: str = ""
    title: str = ""
    sender: str = ""
    case: str = ""

    def written(self) -> dict[str, str]:
        """As a query, what is not asked for left out."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what an act would be done to. `too_many` where it is more than one act may reach."""

    act: str
    items: int
    links: int
    cases: int
    needs_second: bool
    too_many: bool
    digest: str
    rows: Sequence[Item]
    found: Mapping[int, Sequence[Found]]
    page: int
    pages: int


def chosen(narrow: Narrow) -> QuerySet[Item]:
    """The addresses that are meant, whatever their state; none where nothing narrows them. No query yet."""
    if not narrow.written():
        return Item.objects.none()
    links = Q()
    if narrow.host:
        links &= Q(link__host__slug=narrow.host)
    if narrow.uploader:
        links &= Q(link__uploader_hash=narrow.uploader)
    if narrow.submitter:
        who = narrow.submitter
        links &= Q(link__submitted_by__public_id=who) | Q(link__submitted_by__name=who)
    if narrow.title:
        links &= Q(link__title__public_id=narrow.title)
    rows = Item.objects.all()
    if links:
        rows = rows.filter(pk__in=ItemLink.objects.filter(links, dropped_at=None).values("item"))
    if narrow.case:
        rows = rows.filter(case__public_id=narrow.case if is_id(narrow.case) else "")
    if narrow.sender:
        rows = rows.filter(case__sender__public_id=narrow.sender if is_id(narrow.sender) else "")
    return rows


def reached(narrow: Narrow, act: str) -> QuerySet[Item]:
    """Those of them on which an act can be done. No query yet."""
    rows = chosen(narrow).filter(state__in=sorted(FROM[act]))
    if act == SUSPEND:
        standing = ItemLink.objects.filter(dropped_at=None, link__removed_at=None)
        rows = rows.filter(pk__in=standing.values("item"))
    return rows


def counts(narrow: Narrow) -> dict[str, int]:
    """On how many of them each act can be done. One query for each act."""
    return {act: reached(narrow, act).count() for act in FROM}


def preview(narrow: Narrow, act: str, page: int = 1) -> Preview:
    """What an act would be done to, with the rows of one page. Four queries. Raises NotFound for a page too far."""
    rows = reached(narrow, act).order_by("case__received_at", "case", "position")
    named = list(rows.values_list("pk", "public_id", "case", "state")[: MOST + 1])
    too_many = len(named) > MOST
    named = named[:MOST]
    pages = max(1, -(-len(named) // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound
    links = ItemLink.objects.filter(item__in=rows.order_by().values("pk"), dropped_at=None)
    total = links.order_by().values("link").distinct().count()
    shown = [pk for pk, *_rest in named[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]
    by_pk = Item.objects.select_related("case__sender").in_bulk(shown)
    return Preview(
        act, len(named), total, len({case for _pk, _id, case, _state in named}),
        needs_second(act, total, is_shown_again=any(state in DOWN for *_rest, state in named)), too_many,
        digest_of(act, (one for _pk, one, _case, _state in named)), [by_pk[pk] for pk in shown], links_of(shown), page,
        pages,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """An act on many with how far it has come: addresses done, passed over, undone, left because they changed since."""

    sheaf: Sheaf
    total: int
    done: int
    passed: int
    undone: int
    kept: int


def acts_of_desk(state: str) -> list[Progress]:
    """Acts on many of the desk in a state, the latest first. Two queries."""
    found = sheaves(state, of_desk=True)
    rows = BulkRow.objects.filter(sheaf__in=found).order_by().values("sheaf")
    numbers = rows.annotate(
        done=Count("pk", filter=Q(is_done=True)), passed=Count("pk", filter=Q(is_done=False)),
        undone=Count("pk", filter=Q(undone_at__isnull=False)),
        kept=Count("pk", filter=Q(is_done=True, undone_at=None) & ~Q(left="")),
    )  # fmt: skip
    by_sheaf = {pk: tuple(several) for pk, *several in numbers.values_list("sheaf", "done", "passed", "undone", "kept")}
    return [Progress(one, len(one.things), *by_sheaf.get(one.pk, (0, 0, 0, 0))) for one in found]
