"""Rows for tests, each with as little as it needs; what a test is about it says itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from allostream.accounts.models import User
from allostream.catalogue.models import (
    Credit,
    Episode,
    Genre,
    Joining,
    Likeness,
    Name,
    Person,
    Regrouping,
    Season,
    Source,
    Title,
    TitleCountry,
    TitleFace,
    TitleGenre,
)
from allostream.community.models import Comment, Demand, Fault, Report
from allostream.hosts.identity import identify, key_hash
from allostream.hosts.models import Channel, Host, Proof, Proposal, Standing
from allostream.lib.dates import Precision
from allostream.lib.names import folded, slug, sort_key
from allostream.links import queries, tallies
from allostream.links.actions import count_figures, refresh_shown
from allostream.links.models import AnswerClaim, Ended, RightsAnswer, WatchLink
from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.reading.shape import (
    Address,
    ClaimedWork,
    Made,
    Mandate,
    Reading,
    SenderKind,
    Signature,
    SignatureKind,
    Statement,
    Who,
)
from allostream.rights_desk.receiving import Received, keep_message, receive
from allostream.sites.models import Site, SiteText

numbers = count(1)
LANGUAGES = ("en", "fr")
SEEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def make_sites() -> tuple[Site, Site]:
    """The English and the French site, as the demo has them."""
    english = Site.objects.create(
        slug="en", name="Allostream", domain="localhost", language="en", default_country="US",
        countries_first=["US", "GB", "FR"], legal_profile="us", is_default=True, contact_email="desk@example.org",
    )  # fmt: skip
    french = Site.objects.create(
        slug="fr", name="Allostream", domain="fr.localhost", language="fr", default_country="FR",
        countries_first=["FR", "BE", "CA"], legal_profile="fr",
    )  # fmt: skip
    return english, french


def make_text(site: Site, place: str, language: str, body: str) -> SiteText:
    return SiteText.objects.create(site=site, place=place, language=language, body=body)


def make_host(slug: str = "internet-archive", **columns: Any) -> Host:
    """A listed host whose player may be shown."""
    facts: dict[str, Any] = {
        "name": slug.replace("-", " ").title(), "monogram": slug[:2].upper(), "kind": Host.Kind.REPOSITORY,
        "countries": ["US"], "embed": Host.Embed.ALLOWED, "embed_origins": ["https://archive.org"],
        "direct_files": True, "official_page": f"https://{slug}.example/", "stands": Standing.LISTED,
    }  # fmt: skip
    return Host.objects.update_or_create(slug=slug, defaults={**facts, **columns})[0]


def make_channel(host: Host, name: str = "Film Museum", **columns: Any) -> Channel:
    return Channel.objects.create(host=host, key=f"channel-{next(numbers)}", name=name, kind="account", **columns)


def make_proposal(host: Host, channel: Channel | None = None, **columns: Any) -> Proposal:
    """An open proposal of a host or channel, made when everything here was seen, with one strong proof."""
    subject = channel or host
    subject.stands = Standing.PROPOSED
    subject.save()
    facts = {"why": "They show their own films.", "proposed_by": "person:ada", "opened_at": SEEN}
    proposal = Proposal.objects.create(
        host=host, channel=channel, **{**facts, "closes_at": SEEN + timedelta(days=28), **columns}
    )
    Proof.objects.create(
        host=host, channel=channel, kind="contract_or_mail", seen_on=SEEN.date(), said="Signed by the museum.",
        address="https://museum.example/", added_by="person:ada", added_at=SEEN,
    )  # fmt: skip
    return proposal


def make_source(slug: str = "starter", **columns: Any) -> Source:
    facts = {"name": "Starter list", "licence": "CC0-1.0", "credit": "Kept by its readers"}
    return Source.objects.get_or_create(slug=slug, defaults={**facts, **columns})[0]


def make_person(name: str = "Buster Keaton", *, died: int | None = None, **columns: Any) -> Person:
    if died:
        columns |= {"died_on": date(died, 1, 1), "died_precision": Precision.YEAR}
    return Person.objects.get_or_create(slug=slug(name), defaults={"name": name, "folded": folded(name), **columns})[0]


def make_title(
    name: str = "The General",
    *,
    french: str = "",
    kind: str = "film",
    year: int | None = 1926,
    directors: Sequence[str] = (),
    countries: Sequence[str] = ("US",),
    genres: Sequence[str] = (),
    **columns: Any,
) -> Title:
    """A title with its faces in both languages; its address ends in the year."""
    facts = {"name": name, "name_language": "en", "year": year, "runtime_min": 79, "source": make_source()}
    title = Title.objects.create(kind=kind, **{**facts, **columns})
    for language, called in (("en", name), ("fr", french or name)):
        own = "fr" if french and language == "fr" else "en"
        TitleFace.objects.create(
            title=title, language=language, kind=kind, name=called, name_language=own,
            slug=f"{slug(called)}-{year}" if kind == "film" else slug(called), sort_key=sort_key(called, own),
        )  # fmt: skip
        Name.objects.get_or_create(title=title, text=called, language=own, kind="release", folded=folded(called))
    for place, code in enumerate(countries):
        TitleCountry.objects.create(title=title, code=code, place=place)
    for place, director in enumerate(directors):
        make_credit(title, director, place=place)
    for genre in genres:
        row, _made = Genre.objects.get_or_create(slug=slug(genre), defaults={"names": {"en": genre}})
        TitleGenre.objects.create(title=title, genre=row)
    return title


def make_credit(title: Title, name: str, role: str = "principal_director", **columns: Any) -> Credit:
    return Credit.objects.create(title=title, person=make_person(name), role=role, **columns)


def make_season(title: Title, number: int | None = 1, **columns: Any) -> Season:
    return Season.objects.create(title=title, number=number, **columns)


def make_episode(season: Season, number: int | None, name: str = "", **columns: Any) -> Episode:
    return Episode.objects.create(
        title=season.title, season=season, number=number, name=name or f"Part {number}", name_language="en", **columns
    )


def make_episode_name(episode: Episode, text: str, language: str = "en") -> Name:
    return Name.objects.create(episode=episode, text=text, language=language, kind="release", folded=folded(text))


def make_answer(title: Title, country: str, status: str = "pd", **columns: Any) -> RightsAnswer:
    """How a title stands in a country; a free one may be played."""
    play = "yes" if status in {"pd", "open_licence"} else "no"
    facts: dict[str, Any] = {
        "play": play, "rule": "us_term_expired", "confidence": "high", "evaluated_on": date(2026, 11, 24),
    }  # fmt: skip
    said = {"title": title, "country": country, "status": status, **facts, **columns}
    AnswerClaim.objects.create(**{"source": make_source(), **said})
    answer = RightsAnswer.objects.create(**said)
    refresh_shown([title.pk])
    return answer


def make_link(title: Title, address: str = "", **columns: Any) -> WatchLink:
    """A link that may be played in the page, resting on the freedom of the work.

    Somebody has looked at who put the copy there, unless it has signs on its origin.
    """
    found = identify(address or f"https://archive.org/details/item-{next(numbers)}")
    facts: dict[str, Any] = {
        "form": "embed", "offer": "free_open", "countries_allowed": ["*"], "basis": "work", "submitted_at": SEEN,
        "content_key": found.content_key, "content_key_hash": key_hash(found.content_key), "key_version": 1,
        "canonical_url": found.canonical_url,
    }  # fmt: skip
    columns.setdefault("host", make_host())
    columns.setdefault("origin", "unchecked" if columns.get("origin_flags") else "cleared")
    link = WatchLink.objects.create(title=title, **{**facts, **columns})
    refresh_shown([title.pk])
    return link


def make_free_film(name: str = "The General", *countries: str, **columns: Any) -> Title:
    """A film that is free in the countries (the US and France when none is named) and has one link."""
    title = make_title(name, **columns)
    for country in countries or ("US", "FR"):
        make_answer(title, country, free_since=date(2022, 1, 1), published_year=1926)
    make_link(title)
    return title


def make_ending(title: Title, country: str = "US", cause: str = "withdrawn", **columns: Any) -> Ended:
    """That a title without a link is shown no longer."""
    return Ended.objects.create(
        title=title, country=country, cause=cause, **{"ended_at": SEEN, "was_free": True, **columns}
    )


def count_again() -> None:
    """Bring figures, facets and shelves up to date, as the worker does."""
    count_figures()
    tallies.count_facets()
    for country in queries.countries_with_shelves():
        tallies.keep_shelves(country)


def make_likeness(made: Title, like: Title) -> Likeness:
    """Two titles that may be one, with a sign for it and one against, and a record that was joined."""
    grounds = [
        {"reason": "same-name", "weight": 2.0, "values": {"name": made.name}},
        {"reason": "other-year", "weight": -3.0, "values": {"given": made.year, "there": like.year}},
    ]
    source, _ = Source.objects.get_or_create(slug="lists", name="Lists", licence="CC0-1.0", credit="Its readers")
    Joining.objects.create(source=source, key=f"lists:{made.pk}", title=like, grounds=grounds, record="{}")
    return Likeness.objects.create(made=made, like=like, source=source, grounds=grounds)


def make_regrouping(kept: Title, gone: Title) -> Regrouping:
    """That somebody asks for two titles to become one."""
    return Regrouping.objects.create(
        kind="merge", what="title", title=kept, kept_id=kept.public_id, gone_id=gone.public_id,
        why="One film under two names.", asked_kind="person", asked_by="nobody", asked_at=SEEN,
    )  # fmt: skip


def make_report(link: WatchLink, reason: str = "dead", **columns: Any) -> Report:
    """A report of a fault that nobody has answered, made in France when everything here was seen."""
    fault = Fault.objects.create(link=link, reason=reason, people=1, opened_at=SEEN, reported_at=SEEN)
    facts = {"site": Site.objects.order_by("pk").first(), "country": "FR", "language": "fr", "made_at": SEEN}
    return Report.objects.create(fault=fault, voter=f"voter {fault.pk}", **{**facts, **columns})


def make_demand(title: Title, country: str, people: int = 12, month: date = date(2026, 11, 1)) -> Demand:
    """That so many wanted a title in a month."""
    return Demand.objects.create(title=title, country=country, month=month, people=people)


def make_comment(title: Title, episode: Episode | None = None, **columns: Any) -> Comment:
    """A comment that spoils an episode, written by somebody of their own when everything here was seen."""
    number = next(numbers)
    author = User.objects.create(email=f"writer-{number}@example.org", name=f"Writer {number}")
    facts: dict[str, Any] = {
        "author": author, "site": Site.objects.order_by("pk").first(), "language": "en", "made_at": SEEN,
        "text": "The end!", "html": "<p>The end!</p>", "spoils": "part", "spoils_season": 2, "spoils_episode": 5,
    }  # fmt: skip
    return Comment.objects.create(title=title, episode=episode, **{**facts, **columns})


def make_case(
    *addresses: str, name: str = "Northlight Rights", columns: Sequence[str] = (), **said: Any
) -> Received:  # fmt: skip
    """A case of a complete notice that names these addresses, as the form would send it; with columns as a table with
    the addresses in the first of them."""
    made = tuple(
        Made(one) for one in (Statement.GOOD_FAITH, Statement.ACCURACY, Statement.AUTHORITY, Statement.PERJURY)
    )
    reading = Reading(
        reader="form", sender=Who(SenderKind.LEGAL, "A. Martin", name, "desk@northlight.example", phone="+33 1"),
        mandate=Mandate.AGENT, works=(ClaimedWork("The General", year=1926),), statements=made,
        addresses=tuple(Address(one, row=dict.fromkeys(columns[:1], one)) for one in addresses),
        signature=Signature(SignatureKind.TYPED, "A. Martin"), columns=tuple(columns),
        explanation="We hold all rights in this film, and have allowed nobody to show it.", **said,
    )  # fmt: skip
    content = b'{"explanation": "We hold all rights in this film."}'
    message = keep_message(content, door=Door.FORM, media_type="application/json", site="en")
    return receive(message, reading, language="en")
