"""What may become of links before they are made, and what keeps links away that are there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.links.models import AnswerClaim, RightsAnswer, WatchLink
from allostream.links.prospect_rules import Prospect, best_of
from allostream.links.queries.offers import NO_PARTS, answer_rows, answers_of_parts, standing
from allostream.links.rules import Hidden, why_hidden, why_hidden_everywhere
from allostream.rights.deciding_rules import settle
from allostream.rights.engine import COUNTRIES, evaluate_all
from allostream.rights.engine.facts import Work
from allostream.rights.queries.works import works_of, works_of_episodes

Spot = tuple[int, int | None]  # title and episode
ELSEWHERE = "ZZ"  # a code that is no country's (ISO 3166-1): what holds where nothing particular is said


def prospects(spots: Collection[Spot]) -> dict[Spot, Prospect]:
    """What the rules say of titles and episodes, whether they have a link or not; nothing is written.

    Where an answer is in force it is that; else the rules are asked. Unknown titles are missing. Eleven queries for
    500 titles, nine more where there are episodes.
    """
    ids = {title for title, _ in spots}
    in_force: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for title, status, play in RightsAnswer.objects.filter(title__in=ids).values_list("title_id", "status", "play"):
        in_force[title].append((status, play))
    claimed: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for title, status, play in AnswerClaim.objects.filter(title__in=ids).values_list("title_id", "status", "play"):
        claimed[title].append((status, play))
    works = works_of(ids)
    episodes = works_of_episodes(works, {episode for _, episode in spots if episode})
    found: dict[Spot, Prospect] = {}
    for title, episode in spots:
        own = episodes.get(episode) if episode else None
        if own is None and in_force[title]:
            found[title, episode] = best_of(in_force[title])
        elif title in works:
            found[title, episode] = best_of([*_ruled(own or works[title]), *([] if own else claimed[title])])
    return found


def _ruled(work: Work) -> Iterable[tuple[str, str]]:
    today = clock.now().date()
    for answer in evaluate_all(work, COUNTRIES, today).values():
        settled = settle(answer, None, None, today)
        yield settled.status.value, settled.play.value


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeps a link away: everywhere, and in each country that anything is said of; None where it is shown."""

    everywhere: Hidden | None
    countries: frozenset[Hidden | None]


def kept_away(link_ids: Collection[int]) -> Mapping[int, Kept]:
    """What keeps links off the pages now, by row id. Four queries."""
    links = list(WatchLink.objects.filter(pk__in=link_ids).select_related("host", "channel"))
    titles = {link.title_id for link in links}
    answers, parts, now = answer_rows(titles), answers_of_parts(titles), clock.now()
    found = {}
    for link in links:
        state = standing(link, parts.get(link.title_id, NO_PARTS).answers(link, answers[link.title_id]))
        told = {answer.country for answer in state.answers} | set(state.countries_allowed) | {ELSEWHERE}
        reasons = frozenset(
            why_hidden(
                state, country, now, site_is_noncommercial=True, audience=settings.AUDIENCE
            )
            for country in told - {WORLD}
        )  # fmt: skip
        found[link.pk] = Kept(why_hidden_everywhere(state), reasons)
    return found
