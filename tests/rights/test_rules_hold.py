"""What must hold of every answer, whatever the work."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from allostream.rights.engine import COUNTRIES, Answer, Confidence, Status, evaluate, evaluate_all
from allostream.rights.engine.facts import UNKNOWN, Genre, Layer, Notice, Renewal, Role, Work
from allostream.rights.engine.law import BY_ID
from allostream.rights.engine.sentences import DOUBTS, FACTS, KEYS, MISSING, gloss
from tests.rights.anywork import random_used, random_work

ASKED = st.sampled_from([*COUNTRIES, "SE", "TR", "RU"])
TODAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
WORKS = st.integers(0, 10**9).map(random_work)
# A busy machine is no defect of the rules.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
# Both ways of being free count alike: which of two is told hangs on the doubts about each.
ORDER = {Status.PROTECTED: 0, Status.UNCLEAR: 1, Status.OPEN_LICENCE: 2, Status.PD: 2}


def said(answer: Answer):
    """Every sentence of an answer."""
    return [answer.sentence, *(step.sentence for step in answer.steps)]


@STEADY
@given(WORKS, ASKED, TODAYS)
def test_every_sentence_has_a_known_key_with_exactly_its_values(work, country, today):
    answer = evaluate(work, country, today)

    for sentence in said(answer):
        assert tuple(name for name, _ in sentence.values) == KEYS[sentence.key]


@STEADY
@given(WORKS, ASKED, TODAYS)
def test_every_code_of_an_answer_is_registered(work, country, today):
    answer = evaluate(work, country, today)
    inputs = [*answer.inputs, *(one for step in answer.steps for one in step.inputs)]

    assert {answer.rule, *(step.rule for step in answer.steps)} <= set(BY_ID)
    assert set(answer.doubts) <= set(DOUBTS)
    assert {one.fact for one in answer.missing} <= set(MISSING)
    assert {one.fact for one in inputs} <= set(FACTS)
    assert answer.country == country


def test_every_key_says_in_plain_english_what_it_means():
    for key, names in KEYS.items():
        assert all(f"{{{name}}}" in gloss(key) or name not in {"licence", "layer"} for name in names)
        assert gloss(key)


@STEADY
@given(WORKS, ASKED, TODAYS)
def test_the_day_of_change_is_the_first_on_which_the_clock_changes_the_answer(work, country, today):
    answer = evaluate(work, country, today)
    last = (answer.changes_on or date(2200, 1, 1)) - timedelta(days=1)
    years = range(today.year + 1, last.year + 1)

    unchanged = {last, *(date(year, 1, 1) for year in years)} - {today}
    assert {standing(evaluate(work, country, day)) for day in unchanged if day > today} <= {standing(answer)}
    if answer.changes_on:
        assert standing(evaluate(work, country, answer.changes_on)) != standing(answer)


def standing(answer: Answer) -> tuple[str, str]:
    """What decides whether it may be shown."""
    return answer.status.value, answer.confidence.value


@STEADY
@given(WORKS, ASKED, TODAYS, st.integers(1, 30_000))
def test_time_only_frees(work, country, today, days):
    """One thing grows old: a search of the records, after 24 months. It is left out here."""
    work = replace(work, us=replace(work.us, search_by_us=False, notice_seen_on=None))

    earlier = evaluate(work, country, today)
    later = evaluate(work, country, today + timedelta(days=days))

    assert ORDER[later.status] >= ORDER[earlier.status]


@STEADY
@given(WORKS, TODAYS)
def test_all_countries_together_answer_as_each_alone(work, today):
    asked = [*COUNTRIES, "SE", "TR"]

    assert evaluate_all(work, asked, today) == {country: evaluate(work, country, today) for country in asked}


def forgetting(work: Work):
    """The same work with one fact forgotten, in every way."""
    is_used = any(person.role is Role.UNDERLYING_AUTHOR for person in work.people)
    if not is_used and all(one.published.is_known for one in work.underlying):
        yield replace(work, published=UNKNOWN)  # else that of what it uses is forgotten with it: not settled, one step
    if not (work.made.latest and work.published.latest and work.made.latest > work.published.latest):
        yield replace(work, made=UNKNOWN)  # made after it was published is a contradiction, not one fact more
    yield replace(work, origin=(), published_in=None)
    yield replace(work, within_30_days=None)
    yield replace(work, nobody=frozenset())
    yield replace(work, genre=Genre.UNKNOWN)
    yield replace(work, is_based_on_nothing=None if work.is_based_on_nothing else work.is_based_on_nothing)
    yield replace(work, cleared=frozenset())
    yield replace(work, us=replace(work.us, notice=Notice.UNKNOWN))
    if work.us.notice is not Notice.NONE:  # a renewal without a notice is a contradiction, not one fact more
        yield replace(work, us=replace(work.us, renewal=Renewal.UNKNOWN))
    yield replace(work, us=replace(work.us, is_registered=None))
    yield replace(work, us=replace(work.us, search_by_us=False))
    yield replace(work, us=replace(work.us, searched_on=None))
    yield replace(work, us=replace(work.us, notice_seen_on=None))
    for index, person in enumerate(work.people):
        if person.role is Role.UNDERLYING_AUTHOR:
            continue  # see test_forgetting_who_wrote_what_it_uses_frees_nothing_without_a_reviewer
        for less in (
            replace(person, died=UNKNOWN),
            replace(person, born=UNKNOWN),
            replace(person, nationalities=None),
        ):
            yield replace(work, people=(*work.people[:index], less, *work.people[index + 1 :]))


@STEADY
@given(WORKS, ASKED, TODAYS)
def test_forgetting_who_wrote_what_it_uses_frees_nothing_without_a_reviewer(work, country, today):
    """A used work that is not settled takes one step, one that is known to be protected two."""
    assume(evaluate(work, country, today).status is not Status.PD)
    authors = [person for person in work.people if person.role is Role.UNDERLYING_AUTHOR]
    assume(authors)

    for author in authors:
        rest = tuple(person for person in work.people if person is not author)
        less = evaluate(replace(work, people=(*rest, replace(author, died=UNKNOWN))), country, today)
        assert less.status is not Status.PD or less.confidence is not Confidence.HIGH


@STEADY
@given(WORKS, ASKED, TODAYS)
def test_forgetting_a_fact_frees_nothing(work, country, today):
    assume(ORDER[evaluate(work, country, today).status] < ORDER[Status.OPEN_LICENCE])

    for less in forgetting(work):
        assert evaluate(less, country, today).status is not Status.PD


@STEADY
@given(WORKS, ASKED, TODAYS, st.integers(1, 60))
def test_a_later_death_never_frees(work, country, today, years):
    """Spain's law is the exception: who died before 7 December 1987 has ten years more than who died later."""
    assume(country != "ES" and "ES" not in {work.published_in, *work.origin, *(work.within_30_days or ())})
    known = [one for one in work.people if one.died.latest]
    assume(known and not work.is_anonymous)
    # First published after its term, a work has a right of its own that starts with publication.
    assume(work.published.latest is None or work.published.latest.year < min(p.died.latest.year for p in known) + 50)
    people = [replace(one, died_for_france=False) for one in work.people]
    first = next(index for index, one in enumerate(people) if one.died.latest)
    died = people[first].died.latest
    longer = [*people]
    later = replace(people[first].died, earliest=None, latest=died.replace(year=died.year + years, day=1))
    longer[first] = replace(people[first], died=later)

    before = evaluate(replace(work, people=tuple(people)), country, today)
    after = evaluate(replace(work, people=tuple(longer)), country, today)

    assert ORDER[after.status] <= ORDER[before.status]


@STEADY
@given(WORKS, ASKED, TODAYS, st.integers(0, 10**9))
def test_one_more_work_that_it_uses_never_frees(work, country, today, more):
    # A listed work settles that somebody has looked, and what a credited author wrote; a listed score who wrote the
    # music and what the copy carries.
    work = replace(
        work,
        is_based_on_nothing=True,
        layers=work.layers - {Layer.LIVE_SCORE},
        people=tuple(one for one in work.people if one.role not in {Role.COMPOSER, Role.UNDERLYING_AUTHOR}),
        nobody=work.nobody | {Role.COMPOSER},
    )

    before = evaluate(work, country, today)
    after = evaluate(replace(work, underlying=(*work.underlying, random_used(more))), country, today)

    assert ORDER[after.status] <= ORDER[before.status]


@STEADY
@given(WORKS, ASKED, TODAYS, st.sampled_from(Layer))
def test_one_more_layer_never_frees(work, country, today, layer):
    before = evaluate(work, country, today)
    after = evaluate(replace(work, layers=work.layers | {layer}), country, today)

    assert ORDER[after.status] <= ORDER[before.status]


@STEADY
@given(WORKS, ASKED, TODAYS)
def test_dates_of_an_answer_agree_with_each_other(work, country, today):
    answer = evaluate(work, country, today)

    assert answer.changes_on is None or answer.changes_on > today
    assert answer.since is None or (answer.status is Status.PD and answer.since <= today)
    assert answer.until is None or answer.until == answer.changes_on - timedelta(days=1)
    assert (answer.status is Status.PROTECTED) or answer.until is None
