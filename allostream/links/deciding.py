"""Deciding on works: the rules are asked, other voices are heard, and the answers in force are written.

Called in the transaction of whatever has changed. A decision is written only where an answer is another than before;
what worsens counts at once, what becomes better in the next night (allostream.rights.deciding_rules.published).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q

from allostream.audit.rules import Actor
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.rows import portions
from allostream.catalogue.models import Episode, Title
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.links.answering import COLUMNS, Ruled, for_the_world, ruled, verdict_of
from allostream.links.models import AnswerClaim, AnswerInForce, PartAnswer, RightsAnswer, WatchLink
from allostream.links.rules import Basis
from allostream.rights.deciding_rules import CaseKind, Kind, Play, Verdict, published, worsens
from allostream.rights.engine import COUNTRIES, evaluate_all
from allostream.rights.engine.answers import VERSION, Answer
from allostream.rights.engine.facts import Work
from allostream.rights.models import Case, Decision, Fact, WorkInputs
from allostream.rights.queries.works import works_of, works_of_editions, works_of_episodes
from allostream.rights.snapshots import digest_of, facts_of, missing_of, path_of

SIZE = 500  # titles at once
Spot = tuple[int, int | None, int | None]  # title, episode, edition
Place = tuple[Spot, str]  # and country
WRITTEN = (*COLUMNS, "decision_id", "evaluated_on")


@dataclass
class Decided:
    """What came of it: the titles whose answers changed, and how many answers became worse or better."""

    titles: set[int] = field(default_factory=set)
    decisions: int = 0
    worsened: int = 0
    improved: int = 0

    def summary(self) -> dict[str, int]:
        """What the audit keeps."""
        return {
            "titles": len(self.titles), "decisions": self.decisions, "worsened": self.worsened,
            "improved": self.improved,
        }  # fmt: skip


def decide(
    title_ids: Iterable[int], *, by: Actor, nightly: bool = False, why: str = "", today: date | None = None
) -> Decided:
    """Ask anew on titles, in the caller's transaction, which then has their links shown or hidden.

    Asked are titles with a link that rests on the freedom of the work, an answer of a source, or a fact. `nightly`:
    what became better counts now. `today` is that of UTC unless given. About 25 queries for every 500 titles, and
    writes where something changed.
    """
    done = Decided()
    for portion in portions(sorted(set(title_ids)), SIZE):
        # So that nobody else decides on them meanwhile; rows that name them may be written.
        list(Title.objects.select_for_update(no_key=True).filter(pk__in=portion).order_by("pk").values_list("pk"))
        ids = concerned(portion)
        if ids:
            _Round(ids, by, nightly, why, today or clock.now().date(), done).run()
    return done


def concerned(ids: Collection[int]) -> list[int]:
    """Which of the titles the freedom of a work matters for. Five queries."""
    ids = list(ids)
    found = set(WatchLink.objects.filter(title__in=ids, basis=Basis.WORK).values_list("title_id", flat=True))
    for model in (AnswerClaim, RightsAnswer):
        found.update(model.objects.filter(title__in=ids).values_list("title_id", flat=True))
    stated = Fact.objects.filter(state=Fact.State.IN_FORCE)
    found.update(stated.filter(title__in=ids).values_list("title_id", flat=True))
    # From the episodes: joined the other way, a database without figures would go through all facts.
    parts = Episode.objects.filter(title__in=ids)
    of_parts = stated.filter(episode__in=parts.values("pk")).values("episode")
    found.update(parts.filter(pk__in=of_parts).values_list("title_id", flat=True))
    return sorted(found & set(ids))


class _Round:
    """One portion of titles."""

    def __init__(self, ids: list[int], by: Actor, nightly: bool, why: str, today: date, done: Decided) -> None:
        self.ids, self.by, self.nightly, self.why, self.today, self.done = ids, by, nightly, why, today, done
        self.works = works_of(ids)
        self.claims: dict[int, dict[str, AnswerClaim]] = defaultdict(dict)
        for claim in AnswerClaim.objects.filter(title__in=ids):
            self.claims[claim.title_id][claim.country] = claim
        self.present: dict[Place, AnswerInForce] = {}
        for answer in RightsAnswer.objects.filter(title__in=ids):
            self.present[(answer.title_id, None, None), answer.country] = answer
        for part in PartAnswer.objects.filter(title__in=ids):
            self.present[(part.title_id, part.episode_id, part.edition_id), part.country] = part
        self.held = [row for row in self.present.values() if row.play == Play.JUDGED_ANEW]
        for row in self.held:  # what is held was shown, and is compared with that
            row.play = Play.YES.value
        self.verdicts = self._verdicts()
        self.wanted: dict[Place, Ruled] = {}
        self.told: dict[Spot, Work] = {}

    def run(self) -> None:
        """Settle, compare with what is there, and write what is new."""
        for title in self.ids:
            self._settle((title, None, None), self.works.get(title), self.claims[title])
        self._settle_parts()
        before = self._write_answers()
        self._release(before)
        self._write_cases(before)

    def _release(self, changed: Collection[Place]) -> None:
        """Let what was held while it was judged anew, and is as it was, be shown again."""
        rewritten = {id(self.present.get(place)) for place in changed}
        kept = [row for row in self.held if id(row) not in rewritten]
        for model in (RightsAnswer, PartAnswer):
            for portion in portions(row.pk for row in kept if isinstance(row, model)):
                model.objects.filter(pk__in=portion).update(play=Play.YES)
        self.done.titles.update(row.title_id for row in kept)  # type: ignore[attr-defined]  # both tables have it

    def _verdicts(self) -> dict[Place, Verdict]:
        """What people decided and is in force."""
        held = {
            row.decision_id: place
            for place, row in self.present.items()
            if row.decision_id and row.kind in (Kind.REVIEW, Kind.OVERRIDE)
        }
        decisions = Decision.objects.filter(pk__in=held).values_list("pk", "kind", "status", "grounds")
        found = ((held[pk], verdict_of(kind, status, grounds)) for pk, kind, status, grounds in decisions)
        return {place: verdict for place, verdict in found if verdict}

    def _settle(self, spot: Spot, work: Work | None, claims: Mapping[str, AnswerClaim]) -> dict[str, Ruled]:
        """What is settled for one work in every country."""
        answers: Mapping[str, Answer] = evaluate_all(work, COUNTRIES, self.today, looks_ahead=True) if work else {}
        judged = {country for there, country in self.verdicts if there == spot}
        countries = (set(answers) | set(claims) | judged) - {WORLD}
        world = claims.get(WORLD)
        found = {
            country: ruled(
                work, answers.get(country), claims.get(country) or world, self.verdicts.get((spot, country)), self.today
            )
            for country in sorted(countries)
        }
        everywhere = None
        if world or (spot, WORLD) in self.verdicts:
            everywhere = ruled(work, None, world, self.verdicts.get((spot, WORLD)), self.today)
        kept = for_the_world(found, everywhere)
        self.wanted.update({(spot, country): one for country, one in kept.items()})
        if work:
            self.told[spot] = work
        return kept

    def _settle_parts(self) -> None:
        """The same for episodes and editions that links lead to; what is as for the whole needs no row."""
        linked = WatchLink.objects.filter(title__in=self.ids, basis=Basis.WORK)
        linked = linked.filter(Q(episode__isnull=False) | Q(edition__isnull=False))
        spots = sorted(set(linked.values_list("title_id", "episode_id", "edition_id")), key=str)
        if not spots:
            return
        episodes = works_of_episodes(self.works, {episode for _, episode, _ in spots if episode})
        editions = works_of_editions(self.works, {edition for *_, edition in spots if edition})
        for title, episode, edition in spots:
            whole = self.works.get(title)
            work = _part_of(whole, episodes.get(episode or 0), editions.get(edition or 0))
            if work is None or work == whole:
                continue
            # What a source says of the bare film says nothing of what an edition adds.
            claims = {} if edition in editions else self.claims[title]
            spot = (title, episode, edition)
            for country in self._settle(spot, work, claims):
                if self._same_as_whole(spot, country):
                    del self.wanted[spot, country]

    def _same_as_whole(self, spot: Spot, country: str) -> bool:
        whole = self.wanted.get(((spot[0], None, None), country)) or self.wanted.get(((spot[0], None, None), WORLD))
        if whole is None or (spot, country) in self.verdicts:
            return False
        own = self.wanted[spot, country]
        return all(own.columns[name] == whole.columns[name] for name in ("status", "play", "noncommercial"))

    def _write_answers(self) -> dict[Place, Play | None]:
        """Write decisions and answers that are new; returns what could be played before, of every place."""
        before = {place: Play(row.play) for place, row in self.present.items()}
        changed = dict(self._changes(before))
        gone = [row for place, row in self.present.items() if place not in self.wanted]
        self._delete(gone)
        if changed:
            decisions = self._decisions(changed)
            self._save(changed, decisions)
        for place in changed:
            self._count(before.get(place), Play(changed[place]["play"]))
        self.done.titles.update(spot[0] for spot, _ in changed)
        self.done.titles.update(row.title_id for row in gone)  # type: ignore[attr-defined]  # both tables have it
        self.done.decisions += len(changed)
        return {place: before.get(place) for place in changed}

    def _changes(self, before: Mapping[Place, Play]) -> Iterator[tuple[Place, dict[str, Any]]]:
        for place, one in self.wanted.items():
            row, values = self.present.get(place), dict(one.columns)
            if row and row.kind == values["kind"] and one.settled.kind in (Kind.REVIEW, Kind.OVERRIDE):
                self._let_stand(row, values["changes_on"])
                continue
            if not self.nightly:
                values["play"] = published(before.get(place), Play(values["play"]), one.settled.kind).value
            if row is None or any(getattr(row, name) != value for name, value in values.items()):
                yield place, values

    def _let_stand(self, row: AnswerInForce, changes_on: date | None) -> None:
        """A person's decision stands as it was written; only the day on which it is asked for again moves on."""
        if row.changes_on and row.changes_on <= self.today:
            type(row)._default_manager.filter(pk=row.pk).update(changes_on=changes_on)

    def _count(self, before: Play | None, after: Play) -> None:
        self.done.worsened += worsens(before, after)
        self.done.improved += before is not None and before is not Play.YES and after in (Play.YES, Play.NEXT_RUN)

    def _delete(self, gone: Sequence[AnswerInForce]) -> None:
        for model in (RightsAnswer, PartAnswer):
            for portion in portions(row.pk for row in gone if isinstance(row, model)):
                model.objects.filter(pk__in=portion).delete()

    def _decisions(self, changed: Mapping[Place, Mapping[str, Any]]) -> dict[Place, Decision]:
        inputs = self._inputs({spot for spot, _ in changed})
        made = {place: self._decision(place, values, inputs.get(place[0])) for place, values in changed.items()}
        rows.create(Decision, list(made.values()))
        return made

    def _decision(self, place: Place, values: Mapping[str, Any], inputs: WorkInputs | None) -> Decision:
        (title, episode, edition), country = place
        one, row = self.wanted[place], self.present.get(place)
        answer = one.answer
        return Decision(
            title_id=title, episode_id=episode, edition_id=edition, country=country, kind=values["kind"],
            status=values["status"], play=values["play"], confidence=values["confidence"], basis=values["basis"],
            since=values["free_since"], until=values["protected_until"], changes_on=values["changes_on"],
            rule=values["rule"], engine_version=VERSION if answer else 0, sentence_key=values["sentence_key"],
            sentence_values=values["sentence_values"], doubts=values["doubts"],
            missing=missing_of(answer.missing) if answer else [], path=path_of(answer.steps) if answer else [],
            inputs=inputs, grounds=one.grounds, actor_kind=self.by.kind, actor_id=self.by.id, reason=self.why,
            supersedes_id=row.decision_id if row else None, decided_at=clock.now(),
        )  # fmt: skip

    def _inputs(self, spots: Collection[Spot]) -> dict[Spot, WorkInputs]:
        """What the rules were told, kept once however many decisions rest on it."""
        digests = {spot: digest_of(self.told[spot]) for spot in spots if spot in self.told}
        kept = WorkInputs.objects.filter(title__in={spot[0] for spot in digests}, digest__in=set(digests.values()))
        found = {(one.title_id, one.digest): one for one in kept.defer("facts")}
        for spot, digest in digests.items():
            if (spot[0], digest) not in found:
                found[spot[0], digest] = WorkInputs(
                    title_id=spot[0], episode_id=spot[1], digest=digest, facts=facts_of(self.told[spot]),
                    taken_at=clock.now(),
                )  # fmt: skip
        WorkInputs.objects.bulk_create([one for one in found.values() if one.pk is None], batch_size=500)
        return {spot: found[spot[0], digest] for spot, digest in digests.items()}

    def _save(self, changed: Mapping[Place, Mapping[str, Any]], decisions: Mapping[Place, Decision]) -> None:
        new: dict[type[AnswerInForce], list[Any]] = {RightsAnswer: [], PartAnswer: []}
        old: dict[type[AnswerInForce], list[Any]] = {RightsAnswer: [], PartAnswer: []}
        for place, values in changed.items():
            row = self.present.get(place)
            (new if row is None else old)[_table(place)].append(_filled(place, row, values, decisions[place]))
        for row in (row for table in (new, old) for rows_of in table.values() for row in rows_of):
            row.evaluated_on = self.today
        for model, made in new.items():
            rows.add(model, made)
            rows.update(model, tuple(name.removesuffix("_id") for name in WRITTEN), old[model])

    def _write_cases(self, before: Mapping[Place, Play | None]) -> None:
        """Open a case for everything that a person must look at, and close those that are settled."""
        wanted = {
            (spot[0], country, kind) for (spot, country), one in self.wanted.items() for kind in one.settled.cases
        }
        wanted |= {
            (spot[0], country, CaseKind.WORSENED)
            for (spot, country), play in before.items()
            if worsens(play, Play(self.wanted[spot, country].columns["play"]))
        }
        there = Case.objects.filter(title__in=self.ids, closed_at__isnull=True)
        open_ones = {(case.title_id, case.country, CaseKind(case.kind)): case for case in there}
        settled = [
            case.pk
            for key, case in open_ones.items()
            if key not in wanted and key[2] in (CaseKind.MEDIUM, CaseKind.CONTRADICTION)
        ]
        for portion in portions(settled):
            Case.objects.filter(pk__in=portion).update(closed_at=clock.now())
        Case.objects.bulk_create(
            [
                Case(title_id=title, country=country, kind=kind, opened_at=clock.now())
                for title, country, kind in sorted(wanted - open_ones.keys())
            ],
            batch_size=500, ignore_conflicts=True,
        )  # fmt: skip


def _part_of(whole: Work | None, episode: Work | None, edition: Work | None) -> Work | None:
    """What the rules are told of an edition of an episode: the episode with the layers of the edition."""
    if whole is None or edition is None:
        return episode or whole
    if episode is None:
        return edition
    return edition if episode == whole else _layered(episode, edition)


def _layered(episode: Work, edition: Work) -> Work:
    return replace(
        episode, layers=episode.layers | edition.layers, underlying=(*episode.underlying, *edition.underlying),
        disputes=episode.disputes | edition.disputes,
    )  # fmt: skip


def _table(place: Place) -> type[AnswerInForce]:
    return RightsAnswer if place[0][1:] == (None, None) else PartAnswer


def _filled(place: Place, row: AnswerInForce | None, values: Mapping[str, Any], decision: Decision) -> AnswerInForce:
    (title, episode, edition), country = place
    if row is None and _table(place) is RightsAnswer:
        row = RightsAnswer(title_id=title, country=country)
    elif row is None:
        row = PartAnswer(title_id=title, episode_id=episode, edition_id=edition, country=country)
    for name, value in values.items():
        setattr(row, name, value)
    row.decision = decision
    return row
