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
    rows.insert(TitleFace, ("title_id", "language", "kind", *COLUMNS), settled.new, conflict="")
    rows.update(TitleFace, COLUMNS, settled.changed)
    for portion in rows.portions(settled.taken_back):
        OldAddress.objects.filter(pk__in=portion).delete()
    rows.insert(OldAddress, ("kind", "language", "slug", "title_id"), settled.left)


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
    for title in titles.values():
        fallback = KnownName(title.name, title.name_language, "original")
        for language, _ in settings.LANGUAGES:
            shown = merge_rules.face_name(names[title.pk], language, fallback)
            # Where the language of a name is not known, its article is taken for one of the reader's language.
            key = sort_key(shown.text, shown.language or language)
            slugs = merge_rules.title_slugs(title.kind, shown.text, title.year, title.public_id)
            yield Face(title, language, shown.text, shown.language, key, slugs)


def _differs(face: Face, present: Present) -> bool:
    there = present.get((face.title.pk, face.language))
    return there is None or (there.name, there.name_language, there.sort_key, there.slug in face.slugs) != (
        face.name, face.name_language, face.sort_key, True,
    )  # fmt: skip


class _Addresses:
    """Which title has, or once had, each address that somebody could want."""

    def __init__(self, faces: Iterable[Face]) -> None:
        slugs = {slug for face in faces for slug in face.slugs}
        columns = ("kind", "language", "slug", "title_id")
        self.used: dict[tuple[str, str, str], int] = {}
        self.former: dict[tuple[str, str, str], tuple[int, int]] = {}
        # All languages and kinds are named, for the indexes begin with them: without, every address would be read.
        known = {"language__in": [code for code, _ in settings.LANGUAGES], "kind__in": Title.Kind.values}
        faces_there = TitleFace.objects.filter(**known)
        for kind, language, slug, title_id in rows.values_in(faces_there, "slug", slugs, *columns):
            self.used[kind, language, slug] = title_id
        old = OldAddress.objects.filter(title__isnull=False, **known)
        for kind, language, slug, title_id, pk in rows.values_in(old, "slug", slugs, *columns, "pk"):
            self.former[kind, language, slug] = (title_id, pk)

    def choose(self, face: Face, current: str) -> str:
        """The address for a face, which nobody else can choose from now on."""
        taken = {slug for slug in face.slugs if self._is_anothers((face.title.kind, face.language, slug), face)}
        chosen = merge_rules.chosen_slug(face.slugs, taken, current)
        self.used[face.title.kind, face.language, chosen] = face.title.pk
        return chosen

    def _is_anothers(self, address: tuple[str, str, str], face: Face) -> bool:
        holders = (self.used.get(address), self.former.get(address, (None, 0))[0])
        return any(holder is not None and holder != face.title.pk for holder in holders)


def _settle(faces: Iterable[Face], present: Present, addresses: _Addresses) -> Settled:
    settled = Settled()
    for face in faces:
        there = present.get((face.title.pk, face.language))
        slug = addresses.choose(face, there.slug if there else "")
        former = addresses.former.get((face.title.kind, face.language, slug))
        if former:
            settled.taken_back.append(former[1])
        if there is None:
            shown = (face.name, face.name_language, slug, face.sort_key)
            settled.new.append((face.title.pk, face.language, face.title.kind, *shown))
            continue
        if there.slug != slug:
            settled.left.append((face.title.kind, face.language, there.slug, face.title.pk))
        there.name, there.name_language, there.slug, there.sort_key = (
            face.name, face.name_language, slug, face.sort_key,
        )  # fmt: skip
        settled.changed.append(there)
    return settled
