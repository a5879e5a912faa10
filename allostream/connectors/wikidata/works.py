"""An entity as a work or a person: frozen values, with everything the catalogue and the link sources can use of it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from allostream.connectors.articles import english
from allostream.connectors.rows import one_line
from allostream.connectors.wikidata import codes, shapes
from allostream.connectors.wikidata import properties as p
from allostream.connectors.wikidata.shapes import Entity, Statement
from allostream.lib.languages import is_tag

OURS = ("en", "fr")
# Wikimedia's codes of languages that are no BCP 47 tags (property P424), and those that name no language.
TAGS = {
    "simple": "en", "als": "gsw", "bat-smg": "sgs", "fiu-vro": "vro", "roa-rup": "rup", "zh-classical": "lzh",
    "zh-min-nan": "nan", "zh-yue": "yue", "be-tarask": "be", "sr-ec": "sr-Cyrl", "sr-el": "sr-Latn", "mul": "",
    "und": "", "mis": "", "zxx": "",
}  # fmt: skip
SCRIPT, REGION = 4, 2
ANY = "mul"  # the label that holds in all languages
MOST_NAMES = 40


class Called(Struct, frozen=True):
    """A name with its language, "" when that is not known."""

    text: str
    language: str = ""


class Credited(Struct, frozen=True):
    """A person's item, the role, and the character played: an item, or its name."""

    role: str
    person: str
    character: str = ""


class Place(Struct, frozen=True):
    """What a season or episode belongs to, and which one of it: the item, and the ordinal as it is written."""

    item: str
    ordinal: str = ""


class Playable(Struct, frozen=True):
    """Where the work itself can be watched, says Wikidata: a candidate for a link, never a link."""

    property: str
    kind: str
    value: str
    role: str = ""
    is_whole_work: bool = False


class Listed(Struct, frozen=True):
    """That a service lists the work, says Wikidata: no country, no date, nothing that was checked."""

    property: str
    provider: str
    scheme: str
    value: str
    address: str = ""


class RightsClaim(Struct, frozen=True):
    """What Wikidata says of copyright: somebody's claim, for the countries named and no others."""

    property: str
    says: str
    countries: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    since: str = ""


class Work(Struct, frozen=True, omit_defaults=True):
    """A film, series, season, episode or special."""

    id: str
    kind: str
    form: str = ""
    labels: tuple[Called, ...] = ()
    aliases: tuple[Called, ...] = ()
    titles: tuple[Called, ...] = ()
    released: str | None = None
    ended: str | None = None
    minutes: int | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    credits: tuple[Credited, ...] = ()
    identifiers: dict[str, tuple[str, ...]] = {}
    series: Place | None = None
    season: Place | None = None
    playable: tuple[Playable, ...] = ()
    listed: tuple[Listed, ...] = ()
    rights: tuple[RightsClaim, ...] = ()

    def items(self) -> Iterator[str]:
        """The items whose own values are needed to tell about this one."""
        for credit in self.credits:
            yield credit.person
            if credit.character[:1] == "Q" and credit.character[1:].isdecimal():
                yield credit.character
        yield from (item for item in self.countries if codes.number(item) not in codes.countries())
        yield from (item for item in self.languages if codes.number(item) not in codes.languages())


class Item(Struct, frozen=True, omit_defaults=True):
    """What is needed of anything that a work names: a person, a character, a country, a language."""

    id: str
    name: str = ""
    language: str = ""
    is_human: bool = False
    born: str | None = None
    died: str | None = None
    nationalities: tuple[str, ...] = ()
    imdb: tuple[str, ...] = ()
    country: str = ""
    tag: str = ""


HUMAN = 5


def work(entity: Entity, classes: codes.Classes) -> Work | None:
    """The work that an entity is, or None when it is none that the catalogue keeps."""
    kind = classes.of(class_numbers(entity))
    if kind is None:
        return None
    is_film = kind[0] == "film"
    return Work(
        id=entity.id,
        kind=kind[0],
        form=kind[1],
        labels=tuple(_labels(entity)),
        aliases=tuple(Called(text, tag) for tag in OURS for name in entity.named(tag) if (text := one_line(name))),
        titles=tuple(_titles(entity)),
        released=_first(entity, (p.STARTED, p.PUBLISHED, p.BEGUN) if kind[0] == "series" else (p.PUBLISHED, p.BEGUN)),
        ended=_last(entity, p.ENDED),
        minutes=next((m for s in entity.best(p.LENGTH) if (m := shapes.minutes(s.mainsnak))), None),
        countries=_items(entity, p.COUNTRY),
        languages=next((found for name in p.SPOKEN if (found := _items(entity, name))), ()),
        genres=_items(entity, p.GENRE),
        credits=tuple(dict.fromkeys(_credits(entity))),
        identifiers=identifiers(entity),
        series=_place(entity, p.SERIES),
        season=_place(entity, p.SEASON),
        playable=tuple(_playable(entity)),
        listed=tuple(_listed(entity, is_film=is_film)),
        rights=tuple(_rights(entity)),
    )


def item(entity: Entity) -> Item:
    """What is needed of an entity that a work names."""
    name, language = best_label(entity)
    return Item(
        id=entity.id,
        name=name,
        language=language,
        is_human=HUMAN in class_numbers(entity),
        born=_first(entity, (p.BORN,)),
        died=_first(entity, (p.DIED,)),
        nationalities=_items(entity, p.NATIONALITY),
        imdb=tuple(dict.fromkeys(t for s in entity.best(p.PERSON_IMDB) if (t := shapes.text(s.mainsnak))[:2] == "nm")),
        country=_text(entity, p.ISO_COUNTRY),
        tag=tag_of(_text(entity, p.ISO_LANGUAGE) or _text(entity, p.IETF_LANGUAGE)),
    )


def class_numbers(entity: Entity) -> tuple[int, ...]:
    """The numbers of the classes that an item is an instance of."""
    return tuple(int(item[1:]) for item in _items(entity, p.INSTANCE_OF))


def tag_of(code: str) -> str:
    """The BCP 47 tag of a language as Wikimedia codes it, "" when it is none."""
    code = code.strip().lower()
    if code in TAGS:
        return TAGS[code]
    first, *rest = code.split("-")
    parts = [part.title() if len(part) == SCRIPT else part.upper() if len(part) == REGION else part for part in rest]
    tag = "-".join((first, *parts))
    return tag if is_tag(tag) else ""


def best_label(entity: Entity) -> tuple[str, str]:
    """The label that most readers can read, with its language: English, that for all languages, French, any other."""
    for language in ("en", ANY, "fr"):
        if text := one_line(entity.label(language)):
            return text, tag_of(language)
    for language, label in entity.labels.items() if isinstance(entity.labels, dict) else ():
        if text := one_line(label.value):
            return text, tag_of(language)
    return "", ""


def identifiers(entity: Entity) -> dict[str, tuple[str, ...]]:
    """What other catalogues call the work, where the number has the form of its catalogue."""
    found: dict[str, tuple[str, ...]] = {}
    for property_ in entity.claims if isinstance(entity.claims, dict) else ():
        catalogue = p.CATALOGUES.get(property_)
        if catalogue is None:
            continue
        values = (shapes.text(statement.mainsnak) for statement in entity.best(property_))
        if kept := tuple(dict.fromkeys(value for value in values if catalogue.shape.fullmatch(value))):
            found[catalogue.scheme] = kept
    if article := english(entity.article("enwiki")):
        found["enwiki"] = (article,)
    return found


def _labels(entity: Entity) -> Iterator[Called]:
    """Labels in our languages and in the language of the original; the best of any where there are none of these."""
    tags = [tag for item in _items(entity, p.SPOKEN[0]) if (tag := codes.languages().get(int(item[1:])))]
    kept = [Called(text, tag) for tag in dict.fromkeys((*OURS, *tags)) if (text := one_line(entity.label(tag.lower())))]
    if text := one_line(entity.label(ANY)):
        kept.append(Called(text))
    if not kept and (best := best_label(entity))[0]:
        kept.append(Called(*best))
    yield from kept


def _titles(entity: Entity) -> Iterator[Called]:
    for property_ in (p.TITLE, p.NATIVE_LABEL):
        for statement in entity.best(property_):
            if text := one_line(shapes.text(statement.mainsnak)):
                yield Called(text, tag_of(shapes.language(statement.mainsnak)))


def _text(entity: Entity, property_: str) -> str:
    return next((text for s in entity.best(property_) if (text := shapes.text(s.mainsnak))), "")


def _items(entity: Entity, property_: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for s in entity.best(property_) if (found := shapes.item(s.mainsnak))))


def _named_by(statement: Statement, property_: str) -> tuple[str, ...]:
    return tuple(found for snak in statement.qualifier(property_) if (found := shapes.item(snak)))


def _days(entity: Entity, property_: str) -> list[str]:
    return [day for statement in entity.best(property_) if (day := shapes.day(statement.mainsnak))]


def _first(entity: Entity, properties: Iterable[str]) -> str | None:
    """The earliest date of the first property that has one; of one year, the most exact."""
    for property_ in properties:
        if days := _days(entity, property_):
            return min(days, key=lambda day: (day[:4], -len(day), day))
    return None


def _last(entity: Entity, property_: str) -> str | None:
    return max(_days(entity, property_), default=None)


def _credits(entity: Entity) -> Iterator[Credited]:
    for property_, role in p.CREDITS.items():
        for statement in entity.best(property_):
            if person := shapes.item(statement.mainsnak):
                character = next(iter(_named_by(statement, p.CHARACTER)), "")
                said = (shapes.text(snak) for snak in statement.qualifier(p.CHARACTER_NAME))
                yield Credited(role, person, (character or next(said, "")) if role == "cast" else "")


def _place(entity: Entity, property_: str) -> Place | None:
    for statement in entity.best(property_):
        if found := shapes.item(statement.mainsnak):
            return Place(found, next((shapes.text(snak) for snak in statement.qualifier(p.ORDINAL)), ""))
    return None


def _playable(entity: Entity) -> Iterator[Playable]:
    """Trailers, and what Wikidata itself advises against, are left out."""
    for property_, kind in p.PLAYABLE.items():
        for statement in entity.best(property_):
            roles = _named_by(statement, p.ROLE)
            if p.TRAILER in roles or p.NOT_TO_BE_USED in _named_by(statement, p.ADVICE):
                continue
            if value := shapes.text(statement.mainsnak):
                role = next(iter(roles), "")
                yield Playable(property_, kind, value, role, is_whole_work=p.FULL_WORK in roles)


def _listed(entity: Entity, *, is_film: bool) -> Iterator[Listed]:
    for property_ in entity.claims if isinstance(entity.claims, dict) else ():
        if service := p.SERVICES.get(property_):
            for statement in entity.best(property_):
                if (value := shapes.text(statement.mainsnak)) and not any(sign.isspace() for sign in value):
                    yield listed(property_, service, value, is_film=is_film)


def listed(property_: str, service: p.Service, value: str, *, is_film: bool) -> Listed:
    """That a service lists a work under this number."""
    address = p.address_at(service, value, is_film=is_film)
    return Listed(property_, service.provider, service.scheme, value, address)


def _rights(entity: Entity) -> Iterator[RightsClaim]:
    """Every statement that is not deprecated, not only the preferred ones: each may be about another country."""
    for property_ in (p.COPYRIGHT, p.LICENCE, p.FREE_ON):
        for statement in entity.all_of(property_):
            says = shapes.item(statement.mainsnak) or shapes.day(statement.mainsnak) or ""
            since = (shapes.day(snak) for name in p.SINCE for snak in statement.qualifier(name))
            if says:
                yield RightsClaim(
                    property_, says, _named_by(statement, p.JURISDICTION), _named_by(statement, p.METHOD),
                    _named_by(statement, p.PART), next((day for day in since if day), ""),
                )  # fmt: skip
