"""A copy that plays in our own page."""

from collections.abc import Sequence

from allostream.catalogue.queries import EpisodeRow, TitleHead
from allostream.lib.countries import WORLD
from allostream.lib.languages import SILENT
from allostream.links.queries import LinkRow
from allostream.web import pictures
from allostream.web.addresses import Place
from allostream.web.linked_data.ground import Ground, minutes, script, thing
from allostream.web.linked_data.offers import licence
from allostream.web.player import Player


def video(
    ground: Ground,
    page_words: tuple[str, str],
    link: LinkRow,
    player: Player,
    title: TitleHead,
    episode: EpisodeRow | None,
    countries: Sequence[str],
) -> str:
    """The copy that a page plays; `page_words` are its name and description, `countries` where it may be shown.

    Google wants the day of upload too. We know only when a copy was reported to us, which is another thing, so nothing
    is said of it.
    """
    name, description = page_words
    about = episode.runtime_min if episode else title.runtime_min
    here = {"contentUrl" if player.is_file else "embedUrl": player.address}
    return script(
        thing(
            "VideoObject",
            url=ground.at(Place.WATCH, id=link.public_id),
            name=name,
            description=description,
            thumbnailUrl=ground.full(pictures.facts_of(title, ground.language).preview_address),
            **here,
            duration=minutes(about),
            inLanguage=[code for code in link.audio or () if code != SILENT],
            isAccessibleForFree=link.is_free,
            expires=link.closes_at.isoformat() if link.closes_at else "",
            regionsAllowed=[] if WORLD in countries else [{"@type": "Country", "name": code} for code in countries],
            license=licence([link]),
        )
    )
