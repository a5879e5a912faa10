"""The faces of titles: name, address and place in the alphabet for the readers of each language."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings

from allostream.catalogue import merge_rules
from allostream.catalogue.intake import rows
from allostream.catalogue.models import Name, OldAddress, Title, TitleFace
from allostream.catalogue.rules import KnownName
from allostream.lib.names import sort_key

COLUMNS = ("name", "name_language", "slug", "sort_key")
WRITTEN = ("title_id", "language", "kind", *COLUMNS)
Present = Mapping[tuple[int, str], TitleFace]


class Shown(NamedTuple):
    """What of a title its faces are made from."""

    pk: int
    public_id: str
    kind: str
    name: str
    name_language: str
    year: int | None


@dataclass(slots=True)
class Face:
    """How a title is to be shown in a language, and the addresses it could have, the best first."""

    title: Shown
    language: str
    name: str
    name_language: str
    sort_key: str
    slugs: Sequence[str]


@dataclass(slots=True)
class Settled:
    """What is to be written."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[TitleFace] = field(default_factory=list)
    left: list[tuple[str, str, str, int]] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)


def refresh_faces(title_ids: Collection[int]) -> None:
    """Work out anew how these titles are shown in each language of the sites.

    A changed address leaves a redirect. An address that another title has, or once had, is never taken.
    """
    found = rows.values_in(Title.objects.all(), "pk", sorted(title_ids), *Shown._fields)
    titles = {title.pk: title for title in map(Shown._make, found)}
    present = _present(titles)
    faces = [face for face in _faces(titles) if _differs(face, present)]
    settled = _settle(faces, present, _Addresses(faces))
    rows.insert(TitleFace, WRITTEN, settled.new, conflict="")
    rows.update(TitleFace, COLUMNS, settled.changed)
    for portion in rows.portions(settled.taken_back):
        OldAddress.objects.filter(pk__in=portion).delete()
    rows.insert(OldAddress, ("kind", "language", "slug", "title_id"), settled.left)


def write_new(titles: Iterable[tuple[Shown, Sequence[KnownName]]]) -> None:
    """Make the faces of titles that have none yet, from their names. Two queries or more, and a statement."""
    languages = [code for code, _ in settings.LANGUAGES]
    made = {title.pk: _faces_of(title, names, languages) for title, names in titles}
    crowded = _crowded(made)
    faces = [face for pk in sorted(crowded) for face in made[pk]]
    settled = _settle(faces, {}, _Addresses(faces))
    chosen = {row[:2]: row for row in settled.new}
    rows.insert(
        TitleFace, WRITTEN,
        (chosen[pk, face.language] if pk in crowded else _row(face, face.slugs[0])
         for pk, shown in made.items() for face in shown),
        conflict="",
    )  # fmt: skip
    # A title made anew under its permanent id may find a redirect to itself.
    for portion in rows.portions(settled.taken_back):
        OldAddress.objects.filter(pk__in=portion).delete()


def _crowded(made: Mapping[int, Sequence[Face]]) -> set[int]:
    """Those new titles that may not get the addresses which they want most: another has one, or wants it too, be it as
    its next best. All others get them, and nobody else has to be asked. One query or two."""
    first: dict[tuple[str, str], int] = {}
    crowded, left = set[int](), set[int]()
    for pk, faces in made.items():
        for face in faces:
            other = first.setdefault((face.title.kind, face.slugs[0]), pk)
            if other != pk:
                left |= {pk, other}
    known = _Addresses(())
    known.load({slug for _, slug in first}, {kind for kind, _ in first})
    for kind, _, slug in (*known.used, *known.former):
        if (kind, slug) in first:
            left.add(first[kind, slug])
    while left:
        crowded |= left
        next_best = ((face.title.kind, slug) for pk in left for face in made[pk] for slug in face.slugs[1:])
        left = {first[spot] for spot in next_best if spot in first} - crowded
    return crowded


def _row(face: Face, slug: str) -> tuple[Any, ...]:
    title = face.title
    return (title.pk, face.language, title.kind, face.name, face.name_language, slug, face.sort_key)


def _present(titles: Collection[int]) -> Present:
    found = {}
    for portion in rows.portions(titles):
        for face in TitleFace.objects.filter(title__in=portion):
            found[face.title_id, face.language] = face
    return found


def _faces(titles: Mapping[int, Shown]) -> Iterable[Face]:
    names: dict[int, list[KnownName]] = defaultdict(list)
    ordered = Name.objects.order_by("id")
    for title_id, *name in rows.values_in(ordered, "title", titles, "title_id", "text", "language", "kind"):
        names[title_id].append(KnownName(*name))
    languages = [code for code, _ in settings.LANGUAGES]
    for title in titles.values():
        yield from _faces_of(title, names[title.pk], languages)


def _faces_of(title: Shown, names: Sequence[KnownName], languages: Sequence[str]) -> Sequence[Face]:
    if len(names) < 2 and title.name_language:
        # A title's one name is what everybody is shown.
        key = sort_key(title.name, title.name_language)
        slugs = merge_rules.title_slugs(title.kind, title.name, title.year, title.public_id)
        return [Face(title, language, title.name, title.name_language, key, slugs) for language in languages]
    faces = []
    fallback = KnownName(title.name, title.name_language, "original")
    before: KnownName | None = None
    key, slugs = "", list[str]()
    for language in languages:
        shown = merge_rules.face_name(names, language, fallback) if len(names) > 1 else fallback
        # Where the language of a name is not known, its article is taken for one of the reader's language.
        if shown != before or not shown.language:
            key = sort_key(shown.text, shown.language or language)
        if before is None or shown.text != before.text:
            slugs = merge_rules.title_slugs(title.kind, shown.text, title.year, title.public_id)
        before = shown
        faces.append(Face(title, language, shown.text, shown.language, key, slugs))
    return faces


def _differs(face: Face, present: Present) -> bool:
    there = present.get((face.title.pk, face.language))
    return there is None or (there.name, there.name_language, there.sort_key, there.slug in face.slugs) != (
        face.name, face.name_language, face.sort_key, True,
    )  # fmt: skip


Address = tuple[str, str, str]


class _Addresses:
    """Which title has, or once had, each address that somebody could want: first those that are wanted most, then the
    rest of whoever finds that one taken, be it by another of these that had to take its next best."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.used: dict[Address, int] = {}
        self.former: dict[Address, tuple[int, int]] = {}
        # Few titles have ever had another address, at first none: then nobody needs to be asked about each.
        self.any_is_old: bool | None = None
        kinds = {face.title.kind for face in faces}
        self.load({face.slugs[0] for face in faces}, kinds)
        firsts = set[Address]()
        wanting, others = list[Face](), list[Face]()
        for face in faces:
            address = (face.title.kind, face.language, face.slugs[0])
            (wanting if address in firsts or self._is_anothers(address, face) else others).append(face)
            firsts.add(address)
        while wanting:
            rest = {slug for face in wanting for slug in face.slugs[1:]}
            self.load(rest, kinds)
            wanting = [face for face in others if face.slugs[0] in rest]
            others = [face for face in others if face.slugs[0] not in rest]

    def load(self, slugs: Collection[str], kinds: Collection[str]) -> None:
        """Find out who has, or had, addresses with these slugs. Up to three queries."""
        if not slugs:
            return
        # The languages and kinds are named, for the indexes begin with them: without, every address would be read.
        known = {"language__in": [code for code, _ in settings.LANGUAGES], "kind__in": sorted(kinds)}
        columns = ("kind", "language", "slug", "title_id")
        faces_there = TitleFace.objects.filter(**known)
        for kind, language, slug, title_id in rows.values_in(faces_there, "slug", slugs, *columns):
            self.used[kind, language, slug] = title_id
        old = OldAddress.objects.filter(title__isnull=False, **known)
        if self.any_is_old is None:
            self.any_is_old = old.exists()
        if not self.any_is_old:
            return
        for kind, language, slug, title_id, pk in rows.values_in(old, "slug", slugs, *columns, "pk"):
            self.former[kind, language, slug] = (title_id, pk)

    def choose(self, face: Face, current: str) -> str:
        """The address for a face, which nobody else can choose from now on."""
        kind, language, pk = face.title.kind, face.language, face.title.pk
        chosen = current if current in face.slugs else face.slugs[0]
        if chosen != current and self._is_anothers((kind, language, chosen), face):
            taken = {slug for slug in face.slugs if self._is_anothers((kind, language, slug), face)}
            chosen = merge_rules.chosen_slug(face.slugs, taken, current)
        self.used[kind, language, chosen] = pk
        return chosen

    def _is_anothers(self, address: Address, face: Face) -> bool:
        holder, former = self.used.get(address), self.former.get(address)
        pk = face.title.pk
        return (holder is not None and holder != pk) or (former is not None and former[0] != pk)


def _settle(faces: Iterable[Face], present: Present, addresses: _Addresses) -> Settled:
    settled = Settled()
    for face in faces:
        there = present.get((face.title.pk, face.language))
        slug = addresses.choose(face, there.slug if there else "")
        former = addresses.former and addresses.former.get((face.title.kind, face.language, slug))
        if former:
            settled.taken_back.append(former[1])
        if there is None:
            settled.new.append(_row(face, slug))
            continue
        if there.slug != slug:
            settled.left.append((face.title.kind, face.language, there.slug, face.title.pk))
        there.name, there.name_language, there.slug, there.sort_key = (
            face.name, face.name_language, slug, face.sort_key,
        )  # fmt: skip
        settled.changed.append(there)
    return settled
