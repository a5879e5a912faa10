"""The place in the catalogue that somebody names: a title, and of a series a season or an episode by its numbers."""

from allostream.catalogue.models import Episode, Season, Title
from allostream.lib.ids import is_id
from allostream.lib.problems import Problem, gettext_noop
from allostream.links.actions import Place


class NoSuchTitle(Problem):
    """A title that is not in the catalogue any more."""

    code = "no-such-title"
    status = 422
    sentence = gettext_noop("This title is not in the catalogue any more: look for it anew.")


class NoSuchPart(Problem):
    """A season or episode that the catalogue does not have."""

    code = "no-such-part"
    status = 422
    sentence = gettext_noop("The catalogue has no such season or episode of “%(title)s”: leave the numbers out.")


class NoParts(Problem):
    """Numbers of a season or episode for a film."""

    code = "no-parts"
    status = 422
    sentence = gettext_noop("“%(title)s” is a film, which has no seasons and episodes: leave the numbers out.")


def place_in(title_id: str, season: int | None, episode: int | None) -> Place:
    """The place with these numbers in a title, named by its permanent id. Two queries at most.

    An episode without a season counts through the whole series, or is one of the first season.
    Raises NoSuchTitle, NoSuchPart and NoParts.
    """
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    title = present.filter(public_id=title_id if is_id(title_id) else "").first()
    if title is None:
        raise NoSuchTitle
    if season is None and episode is None:
        return Place(title.pk)
    if title.kind != Title.Kind.SERIES:
        raise NoParts(title=title.name)
    place = _season(title, season) if episode is None else _episode(title, season, episode)
    if place is None:
        raise NoSuchPart(title=title.name)
    return place


def _season(title: Title, season: int | None) -> Place | None:
    found = Season.objects.filter(title=title, number=season, removed_at__isnull=True).order_by("-pk").first()
    return Place(title.pk, found.pk) if found else None


def _episode(title: Title, season: int | None, episode: int) -> Place | None:
    rows = Episode.objects.filter(title=title, removed_at__isnull=True, kind=Episode.Kind.REGULAR)
    if season is not None:
        found = rows.filter(season__number=season, number=episode).first()
    else:
        through = rows.filter(absolute_number=episode).first()
        found = through or rows.filter(season__number=1, number=episode).first()
    return Place(title.pk, None, found.pk) if found else None
