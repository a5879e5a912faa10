"""Pages that the demo does not have, or whose address it draws by lot: `python -m` this module makes and finds them.

A case at the rights desk, a removed title, a channel with films, a proposed one, a link to play, in the database that
the environment names.
Prints the addresses on the English and the French site as JSON. Doing it twice changes nothing.
"""

import json
import sys
from datetime import date
from typing import Any

import django

from tests.browser import community_pages, desk_pages
from tests.browser.community_pages import session_of

PEOPLE = {"member": "ada", "moderator": "basile", "lead": "doris", "operator": "edith"}


def proposal(by: Any) -> tuple[str, str]:
    """The addresses of a proposed channel with proofs of both halves."""
    from allostream.hosts.models import Proposal
    from allostream.hosts.proof_rules import ProofKind
    from allostream.hosts.proposal_rules import NewChannel, NewProof
    from allostream.links.listing import propose_channel

    found = Proposal.objects.first()
    if found is None:
        seen = date(2026, 11, 20)
        register = NewProof(ProofKind.BROADCASTER_REGISTER, seen, "https://register.example/", said="Number 12, video")
        proofs = [register, NewProof(ProofKind.BADGE, seen), NewProof(ProofKind.CREDITS, seen)]
        new = NewChannel("youtube", "UC-example", "Example Television", holder="Example Television")
        found = propose_channel(new, proofs, by=by, why="It shows its own documentaries there.")
    return f"/proposal/{found.public_id}", f"/proposition/{found.public_id}"


def facts_of(film: Any) -> dict[str, tuple[str, str]]:
    """The pages of facts of a film and its director, one of whose deaths was corrected, another suggested."""
    from allostream.accounts.models import User
    from allostream.audit.rules import Actor
    from allostream.links.facts import state_fact
    from allostream.rights.actions.facts import Statement
    from allostream.rights.fact_reading import read
    from allostream.rights.fact_rules import GivenSource
    from allostream.rights.fact_values import Property, Subject
    from allostream.rights.queries.facts import About

    person = film.credits.filter(role="principal_director").order_by("pk").first().person
    about = About(Subject.PERSON, person.pk)
    if not about.facts().exists():
        grave = GivenSource("Forest Lawn, Hollywood Hills", quote="Buster Keaton 1895 – 1966")
        said = Statement(Property.DIED, read(Property.DIED, {"date": "1966-02-01"}), grave, replaces=True)
        state_fact(about, said, by=Actor.system("rare-pages"))
        member = User.objects.get(email="ada@example.org")
        other = Statement(Property.DIED, read(Property.DIED, {"date": "1967"}), GivenSource("A list on the web"))
        state_fact(about, other, by=Actor.person(member.public_id))
    fact = about.facts().get(state="proposed").public_id
    work, life = f"w/{film.public_id}", f"p/{person.public_id}"
    return {
        "facts-of-film": (f"/facts/{work}", f"/faits/{work}"),
        "facts-of-person": (f"/facts/{life}", f"/faits/{life}"),
        "history-of-facts": (f"/facts/{life}/history", f"/faits/{life}/historique"),
        "fact": (f"/fact/{fact}", f"/fait/{fact}"),
        "suggestions": ("/suggestions", "/faits-proposes"),
    }


def regrouping_of(title: Any) -> dict[str, tuple[str, str]]:
    """A request that a title be made one with another, on which people do not agree, and the numbers of a series."""
    from allostream.accounts.models import User
    from allostream.catalogue.models import Regrouping, Title
    from allostream.moderation import regrouping

    other = Title.objects.get(faces__slug="metropolis-1927", faces__language="en")
    series = Title.objects.filter(kind="series", removed_at=None).order_by("-popularity", "pk").first()
    row, made = Regrouping.objects.get_or_create(
        kind="merge", what="title", title=title, kept_id=title.public_id, gone_id=other.public_id, state="open",
        asked_kind="person", asked_by="nobody", defaults={"why": "One film under two names."},
    )  # fmt: skip
    if made:
        ada, fanny = User.objects.get(email="ada@example.org"), community_pages.with_role("fanny", "trusted")
        regrouping.oppose(row.public_id, by=ada, why="The one is of 1926 and a comedy, the other is of 1927.")
        regrouping.agree(row.public_id, by=fanny, why="I compared both copies: they run equally long.")
    return {
        "regrouping": (f"/regrouping/{row.public_id}", f"/regroupement/{row.public_id}"),
        "numbering": (f"/episode-numbers/{series.public_id}", f"/numeros-des-episodes/{series.public_id}"),
    }


def edits_of(film: Any) -> dict[str, tuple[str, str]]:
    """The pages of edits of a film, one of which waits."""
    from allostream.accounts.models import User
    from allostream.catalogue.edit_rules import Kind
    from allostream.catalogue.edit_values import Edited
    from allostream.community import editing
    from allostream.community.editing_checks import Wanted
    from allostream.community.editing_rules import Reasons
    from allostream.community.models import Edit

    made = Edit.objects.filter(title=film).first()
    if made is None:
        wanted = Wanted(Edited(Kind.TITLE, film.pk), {"runtime": 78}, {"runtime": film.runtime_min})
        reasons = Reasons("https://www.filmportal.de/", "The restoration runs a minute less.")
        made = editing.suggest(wanted, reasons, by=User.objects.get(email="ada@example.org"))
    return {
        "edits": ("/edits", "/modifications"),
        "edit": (f"/edit/{made.public_id}", f"/modification/{made.public_id}"),
        "history": (f"/history/w/{film.public_id}", f"/historique/w/{film.public_id}"),
    }


def pages_of_moderator(film: Any) -> dict[str, tuple[str, str]]:
    """What nobody sees without signing in: forms of facts, and the bench with the first case that waits."""
    from allostream.rights.models import Case

    work = f"w/{film.public_id}"
    case = Case.objects.filter(closed_at__isnull=True).order_by("pk").first()
    return {
        "improve": (f"/improve/{work}", f"/ameliorer/{work}"),
        "fact-choice": (f"/facts/{work}/suggest", f"/faits/{work}/proposer"),
        "fact-form": (f"/facts/{work}/suggest?property=published", f"/faits/{work}/proposer?property=published"),
        "regrouping-to-decide": regrouping_of(film)["regrouping"],
        "title-cards": (f"/facts/{work}/suggest?property=title_cards", f"/faits/{work}/proposer?property=title_cards"),
        "bench": ("/bench?country=all", "/examen?country=all"),
        "merge-or-split": (f"/merge-or-split/{work}", f"/fusionner-ou-separer/{work}"),
        "bench-copies": ("/bench?kind=origins", "/examen?kind=origins"),
        "bench-interests": ("/bench/interests", "/examen/interets"),
        **({"bench-case": (f"/bench/{case.public_id}", f"/examen/{case.public_id}")} if case else {}),
    }


def make() -> dict[str, Any]:
    """The addresses by kind of page; under `member`, `moderator` and `lead` those that ask for that session."""
    from allostream.audit.rules import Actor
    from allostream.catalogue.actions import remove_title
    from allostream.catalogue.models import Title
    from allostream.hosts.models import Channel, Host
    from allostream.links.actions import count_figures, refresh_shown
    from allostream.links.models import WatchLink
    from allostream.links.tallies import count_facets

    by = Actor.system("rare-pages")
    links = WatchLink.objects.order_by("pk")
    gone = Title.objects.get(faces__slug="frankenstein-1910", faces__language="en")
    if not gone.removed_at:
        remove_title(gone.public_id, by=by, why="An example")
    host = Host.objects.get(slug="internet-archive")
    channel, _made = Channel.objects.get_or_create(
        host=host, key="prelinger", defaults={
            "name": "Prelinger Archives", "kind": "collection", "stands": "listed", "holder": "Prelinger Archives",
            "address": "https://archive.org/details/prelinger",
        },
    )  # fmt: skip
    shown = links.filter(host=host, title__kind="film", title__year__lt=1927).values_list("pk", "title")[:7]
    WatchLink.objects.filter(pk__in=[pk for pk, _title in shown]).update(channel=channel)
    refresh_shown([title for _pk, title in shown])
    count_figures()  # now, and not when the worker comes to it: pictures show the numbers
    count_facets()
    together, desk = community_pages.make(), desk_pages.make()
    playable = links.filter(title__faces__slug="the-general-1926", form="embed").first()
    return {
        "watch": (f"/watch/{playable.public_id}", f"/voir/{playable.public_id}"),
        "wrong": (
            f"/is-this-wrong/w/{playable.title.public_id}?country=FR",
            f"/est-ce-faux/l/{playable.public_id}",
        ),
        "gone": (f"/w/{gone.public_id}", f"/w/{gone.public_id}"),
        "channel": (f"/host/{host.slug}/{channel.public_id}", f"/hebergeur/{host.slug}/{channel.public_id}"),
        "proposal": proposal(by),
        **facts_of(playable.title),
        **regrouping_of(playable.title),
        **edits_of(playable.title),
        **together["everybody"],
        **desk["everybody"],
        "member": together["member"],
        "moderator": pages_of_moderator(playable.title) | together["moderator"],
        "lead": together["lead"] | desk["lead"],
        "operator": desk["operator"],
        "sessions": {name: session_of(f"{who}@example.org") for name, who in PEOPLE.items()},
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(make()) + "\n")
