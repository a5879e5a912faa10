"""What one page says of a film, an episode or a video, and of how it can be watched there.

Movie, TVEpisode ─┬─ potentialAction WatchAction ─► offers as in a provider's feed
                  └─ video, or the page's VideoObject ─► one offer at the page: window, countries, subscription
VideoObject alone ─► the same, of a work that nobody has named: a person has to
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from allostream.connectors.candidates import Candidate, Part, Statement, TextFile, Work
from allostream.connectors.schema_org.reading import Thing, listed, text, texts, types_of
from allostream.connectors.schema_org.records import seconds
from allostream.connectors.videofeeds.pages import NO, YES, word_of
from allostream.connectors.videofeeds.videos import countries
from allostream.connectors.watchaction.actions import Entity, offers
from allostream.connectors.watchaction.feed import EPISODE, FILM, SERIES, root_of, work_of
from allostream.connectors.watchaction.values import Unfit, tags
from allostream.lib.exchange import Name
from allostream.lib.web_parts import host_of, parts_of

WORLD = "*"
LISTING = frozenset({
    "ItemList", "CollectionPage", "SearchResultsPage", "WebPage", "TVSeries", "TVSeason", "CreativeWorkSeries",
})  # fmt: skip
OPENS, CLOSES = ("startDate", "availabilityStarts"), ("endDate", "availabilityEnds", "validThrough")
LISTS = ("itemListElement", "hasPart", "episode", "episodes", "containsSeason", "season", "item")
VIDEOS = ("video", "subjectOf", "associatedMedia", "encoding", "workExample", "mainEntity")
TRAILER = re.compile(r"trailer|teaser|bande.annonce|\bclip\b|making.?of", re.IGNORECASE)
DEEPEST = 4  # levels of lists in lists
LONGEST_ITEM = 480


def further_in(things: Sequence[Thing], address: str) -> Iterator[str]:
    """The pages that a page lists as its parts, in its order, without anchors."""
    listing = [one for one in things if types_of(one) & LISTING]
    for one in _parts(listing, DEEPEST):
        found = _page_of(one, address)
        if found and found != address:
            yield found


def _parts(values: Sequence[Any], deep: int) -> Iterator[Any]:
    for one in values:
        if not isinstance(one, dict):
            continue
        for name in LISTS:
            for part in listed(one.get(name)):
                yield part
                if deep and isinstance(part, dict):
                    yield from _parts([part], deep - 1)


def _page_of(one: Any, address: str) -> str:
    """The address of a thing, or of its page; "" where it tells none."""
    said = one if isinstance(one, str) else ""
    if isinstance(one, dict):
        said = next((text(one.get(name)) for name in ("url", "mainEntityOfPage", "@id") if text(one.get(name))), "")
    try:
        whole = urljoin(address, said)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole.partition("#")[0] if said and parts.scheme == "https" and parts.hostname else ""


def offers_in(things: Sequence[Thing], address: str, served: Sequence[str], listed_in: str) -> list[Candidate]:
    """The offers of a page. `served`: where the provider is to be had, which holds where a page tells no countries.

    A page that describes several videos and no work names none of them for certain, so it makes no offer.
    """
    index = {text(thing.get("@id")): thing for thing in things if text(thing.get("@id"))}
    works = [one for one in things if types_of(one) & {FILM, EPISODE} and not _is_listed_elsewhere(one, address)]
    videos = [one for one in things if "VideoObject" in types_of(one)]
    if len(works) == 1:
        inside = [one for name in VIDEOS for one in listed(works[0].get(name)) if isinstance(one, dict)]
        mine = [one for one in inside if "VideoObject" in types_of(one)] or videos
        return _of_work(works[0], mine[0] if len(mine) == 1 else {}, index, address, served, listed_in)
    if works or len(videos) != 1 or _is_trailer(videos[0]):
        return []
    return _of_video(videos[0], address, served, listed_in)


def _is_listed_elsewhere(thing: Thing, address: str) -> bool:
    """Whether a thing has a page of its own, where it is described whole."""
    own = _page_of({"url": thing.get("url")}, address)
    return bool(own) and own.rstrip("/") != address.partition("#")[0].rstrip("/") and not thing.get("potentialAction")


def _is_trailer(video: Thing) -> bool:
    kinds = " ".join((text(video.get("genre")), text(video.get("name")), *types_of(video)))
    return bool(TRAILER.search(kinds))


def _of_work(
    thing: Thing, video: Thing, index: Mapping[str, Thing], address: str, served: Sequence[str], listed_in: str
) -> list[Candidate]:
    kind = FILM if FILM in types_of(thing) else EPISODE
    try:
        root, part = root_of(kind, thing, index)
        work = work_of(FILM if kind == FILM else SERIES, root)
    except Unfit:  # it lacks its numbers: what it is called is all that is known
        return _of_video({**video, **thing}, address, served, listed_in)
    actions = [one for one in listed(thing.get("potentialAction")) if isinstance(one, dict)]
    watch = [one for one in actions if "WatchAction" in types_of(one)]
    whole = {**video, **{name: value for name, value in thing.items() if value not in (None, "", [])}}
    if watch and any(one.get("actionAccessibilityRequirement") or one.get("expectsAcceptanceOf") for one in watch):
        return _by_actions(watch, whole, video, Entity(address, work, part, None, listed_in), address, served)
    return _at_page(whole, video, work, part, address, served, listed_in)


def _of_video(video: Thing, address: str, served: Sequence[str], listed_in: str) -> list[Candidate]:
    """A video of which only its title is known: a person says which work it is."""
    name = " ".join(text(video.get("name")).split())[:500]
    length = seconds(video.get("duration"))
    work = Work(names=(Name(text=name),) if name else (), minutes=round(length / 60, 1) if length else None)
    return _at_page(video, video, work, None, address, served, listed_in)


def _at_page(
    whole: Thing, video: Thing, work: Work, part: Part | None, address: str, served: Sequence[str], listed_in: str
) -> list[Candidate]:
    """The one offer of a page without terms of its own."""
    category = _category(whole)
    if not category or _is_live(whole):
        return []
    opens, closes = _window(whole)
    terms: Thing = {
        "category": category, "availabilityStarts": opens, "availabilityEnds": closes,
        "eligibleRegion": _allowed(whole.get("regionsAllowed")),
        "ineligibleRegion": _codes(whole.get("ineligibleRegion")),
        "requiresSubscription": whole.get("requiresSubscription"),
    }  # fmt: skip
    action = {"@type": "WatchAction", "target": address, "actionAccessibilityRequirement": terms}
    return _by_actions([action], whole, video, Entity(address, work, part, None, listed_in), address, served)


def _by_actions(
    actions: Sequence[Thing], whole: Thing, video: Thing, entity: Entity, address: str, served: Sequence[str]
) -> list[Candidate]:
    """Offers as a feed tells them; where no countries are told, those in which the provider serves."""
    is_told = all(one.get("eligibleRegion") for action in actions for one in _terms_of(action))
    home = "EARTH" if WORLD in served else list(served)
    told = [{**action, **_with_region(action, home)} for action in actions]
    host = host_of(address).removeprefix("www.")
    found = offers({"potentialAction": told}, entity, [host], _not_told)
    return [_completed(one, whole, video, is_told=is_told) for one in found]


def _not_told(_what: str) -> None:
    """Nobody who runs a page is told of its mistakes: what cannot be used is left out."""


def _terms_of(action: Thing) -> list[Thing]:
    found = listed(action.get("actionAccessibilityRequirement")) or listed(action.get("expectsAcceptanceOf"))
    return [one for one in found if isinstance(one, dict)]


def _with_region(action: Thing, home: Any) -> Thing:
    name = "actionAccessibilityRequirement" if action.get("actionAccessibilityRequirement") else "expectsAcceptanceOf"
    return {name: [{**one, "eligibleRegion": one.get("eligibleRegion") or home} for one in _terms_of(action)]}


def _completed(one: Candidate, whole: Thing, video: Thing, *, is_told: bool) -> Candidate:
    """With what a page tells beside its terms: title, length, languages, player, subtitles, licence."""
    embed = text(video.get("embedUrl"))
    texts_of = tuple(_captions(video))
    spoken, written = tags(whole.get("inLanguage")), tags(whole.get("subtitleLanguage"))
    licence = text(whole.get("license"))[:500]
    is_free_for_a_while = one.offer == "free_open" and one.closes is not None
    return replace(
        one, title=" ".join(text(whole.get("name")).split())[:500], seconds=seconds(whole.get("duration")),
        offer="catch_up" if is_free_for_a_while else one.offer, region_known=is_told,
        form="embed" if embed.startswith("https://") and one.offer == "free_open" else "page",
        audio=one.audio or spoken, subtitles=one.subtitles or written, text_files=texts_of,
        statements=(Statement("license", licence),) if licence else (), item=one.item[:LONGEST_ITEM],
    )  # fmt: skip


def _captions(video: Thing) -> Iterator[TextFile]:
    """Subtitle files that a video names as its own (https://schema.org/caption)."""
    for one in listed(video.get("caption")):
        found = text(one.get("contentUrl")) if isinstance(one, dict) else ""
        kind = parts_of(found).path.rpartition(".")[2].lower() if found.startswith("https://") else ""
        if kind in ("vtt", "srt"):
            language = next(iter(tags(one.get("inLanguage")) or ()), "")
            yield TextFile(
                address=found, language=language, format="srt" if kind == "srt" else "vtt",
                statement=text(one.get("license"))[:500],
            )  # fmt: skip


def _category(whole: Thing) -> str:
    """How a page says that it can be watched: “” where it costs something that it does not tell."""
    needs = whole.get("requiresSubscription")
    if isinstance(needs, dict) or word_of(needs) in YES:
        return "subscription"
    return "" if word_of(whole.get("isAccessibleForFree")) in NO else "nologinrequired"


def _is_live(whole: Thing) -> bool:
    events = [one for one in listed(whole.get("publication")) if isinstance(one, dict)]
    return any(word_of(one.get("isLiveBroadcast")) in YES for one in events)


def _window(whole: Thing) -> tuple[str, str]:
    """From when to when it can be watched: by its publication on demand, by its offers, by when it expires."""
    opens = text(whole.get("availabilityStarts"))
    closes = text(whole.get("availabilityEnds")) or text(whole.get("expires"))
    for one in (*listed(whole.get("publication")), *listed(whole.get("offers"))):
        if isinstance(one, dict) and "BroadcastEvent" not in types_of(one):
            opens = opens or next((found for name in OPENS if (found := text(one.get(name)))), "")
            closes = closes or next((found for name in CLOSES if (found := text(one.get(name)))), "")
    return opens, closes


def _allowed(value: Any) -> list[str] | None:
    """The countries of a value; None where it tells none, and an unknown one where none can be read."""
    if not listed(value):
        return None
    return _codes(value) or ["?"]


def _codes(value: Any) -> list[str]:
    words = (word.replace(",", " ") for word, _ in texts(value))
    return list(dict.fromkeys(code for one in words for code in countries(one)))
