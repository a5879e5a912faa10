"""A case at the rights desk, for pages to look at: what it names is withdrawn, is no link, or was never listed here.

Everything comes in as the form sends it, in the database of the environment, and only once. `python -m` this module
prints what tests of the desk need: the session of a lead moderator, and two links of one series that are shown.
"""

import json
import sys
from typing import Any

import django

from tests.browser import community_pages

Paths = dict[str, tuple[str, str]]

NOT_HERE = "https://videohost.example/watch?v=nobody-has-listed-this"


def case_of(series: Any, film: Any) -> Any:
    """A complete notice that names two copies, a page of ours that is no link, and an address that nobody has
    listed."""
    from allostream.rights_desk.case_rules import Door
    from allostream.rights_desk.models import Case
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
    from allostream.rights_desk.receiving import keep_message, receive

    found = Case.objects.filter(reference="NL-2026-0417").first()
    if found is not None:
        return found
    named = (series.canonical_url, film.canonical_url, "http://localhost/search?q=general", NOT_HERE)
    works = (ClaimedWork(series.title.name, year=series.title.year), ClaimedWork(film.title.name))
    reading = Reading(
        reader="form", sender=Who(SenderKind.LEGAL, "A. Martin", "Northlight Rights", "desk@northlight.example",
        "4 quai des Brumes, 75010 Paris", "+33 1 00 00 00 00"), mandate=Mandate.AGENT, works=works,
        addresses=tuple(Address(one, place if place < 2 else None) for place, one in enumerate(named)),
        principal=Who(SenderKind.LEGAL, organisation="Northlight Pictures"), reference="NL-2026-0417",
        statements=tuple(Made(one) for one in (Statement.GOOD_FAITH, Statement.ACCURACY, Statement.PERJURY)),
        signature=Signature(SignatureKind.TYPED, "A. Martin"), language="en",
        explanation="We have held all rights in this series since its restoration, and have allowed nobody to show it.",
    )  # fmt: skip
    kept = keep_message(reading.explanation.encode(), door=Door.FORM, media_type="text/plain", site="en")
    return receive(kept, reading, language="en").case


def make() -> dict[str, Paths]:
    """The addresses by kind of page: for everybody, for a lead moderator, and for the operator."""
    from allostream.links.models import WatchLink
    from allostream.rights_desk.secrets import secret_of

    links = WatchLink.objects.select_related("title").order_by("pk")
    withdrawn = links.filter(title__name="Alice Comedies").first()
    case = case_of(withdrawn, links.filter(title__name="Sintel", host__slug="youtube").get())
    key = secret_of(case)
    community_pages.operator()
    public = (f"/notices/case/{case.public_id}", f"/signalements/dossier/{case.public_id}")
    return {
        "everybody": {
            "withdrawn": (f"/watch/{withdrawn.public_id}", f"/voir/{withdrawn.public_id}"),
            "tombstone": (f"/w/{withdrawn.title.public_id}", f"/w/{withdrawn.title.public_id}"),
            "case": public,
            "case-receipt": (f"{public[0]}?key={key}&new=1", f"{public[1]}?key={key}"),
        },
        "lead": {
            "desk": ("/bench/desk", "/examen/dossiers"),
            "desk-case": (f"/bench/desk/{case.public_id}", f"/examen/dossiers/{case.public_id}"),
            "desk-senders": ("/bench/desk/senders", "/examen/dossiers/expediteurs"),
        },
        "operator": {
            "site-words": (
                "/bench/site?text=agent&language=en",
                "/examen/site?text=contact&language=fr",
            ),
        },
    }


def at_hand() -> dict[str, Any]:
    """The session of a lead moderator, and two links of one series with their addresses, that are shown in the US."""
    from allostream.links.models import WatchLink

    lead = community_pages.lead()
    links = WatchLink.objects.filter(title__name="Oswald the Lucky Rabbit (Disney)", shown_rows__country="US")
    rows = links.order_by("pk").distinct()[:2]
    return {
        "session": community_pages.session_of(lead.email),
        "links": [[row.public_id, row.canonical_url] for row in rows],
        "page": f"/w/{rows[0].title.public_id}",
        "case": make()["lead"]["desk-case"][0],
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(at_hand()) + "\n")
