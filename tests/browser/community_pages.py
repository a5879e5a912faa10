"""What people do together, for pages to look at: what was brought, reported, wished, written, doubted and decided.

Everything is done by the actions that the pages call, in the database of the environment, and only once.
"""

from importlib import import_module
from time import time
from typing import Any

Paths = dict[str, tuple[str, str]]

ITEMS = ("college_1927_plain", "the_bat_1926_plain")


def session_of(email: str) -> str:
    """The key of a session in which somebody is signed in and has just said once more who they are."""
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from allostream.accounts.models import User

    user = User.objects.get(email=email)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = session["account_authentication_methods_user"] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    said = {"method": "password", "at": time() + 24 * 3600, "reauthenticated": True}  # tests take longer than it holds
    session["account_authentication_methods"] = [said]
    session.create()
    device = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    UserSession.objects.create(user=user, session_key=session.session_key, ip="192.0.2.0", user_agent=device)
    return str(session.session_key)


def bring(by: Any, site: Any, title: Any, item: str) -> Any:
    """A copy that its host told of and somebody brings."""
    from allostream.community.asking import keep
    from allostream.community.bringing import Brought, Where
    from allostream.community.bringing import bring as brings
    from allostream.community.recognising import recognise
    from allostream.connectors.candidates import Told
    from allostream.links.actions import Place
    from allostream.links.submitting import Declared

    about = {"identifier": item, "title": title.name, "mediatype": "movies", "collection": ["opensource_movies"]}
    files = [{"name": f"{item}.mp4", "format": "h.264", "source": "original", "length": "3900"}]
    address = f"https://archive.org/details/{item}"
    seen = recognise(address)
    reply = {"metadata": about, "files": files}
    keep(seen.found, seen.host, Told(reply, f"https://archive.org/metadata/{item}", "0" * 64))
    declared = Declared(uploaded_myself=False, gets_money=False)
    words = Brought(address, declared, Place(title.pk), note="Seen to the end: the picture is clear.")
    return brings(words, Where(site, "US", "en"), by=by)


def speak(ada: Any, basile: Any, site: Any, series: Any, link: Any) -> None:
    """A comment, an answer that spoils a part, and a report; wishes for what has no link."""
    from allostream.audit.rules import Actor
    from allostream.catalogue.models import Title
    from allostream.community import commenting, reporting, wanted
    from allostream.community.commenting_rules import About, Scope, Spoils
    from allostream.community.reporting_rules import Reason
    from allostream.lib import clock
    from allostream.lib.visitor import Visitor

    about, nothing = About(series.pk), Scope(Spoils.NOTHING)
    words = "The piano of the **third** film sounds as if it were played in the next room."
    comment = commenting.write_comment(about, words, nothing, author=ada, site=site, language="en")
    commenting.write_comment(
        about, "In the last one he leaves alone, as always.", Scope(Spoils.PART, 1, 5), author=basile, site=site,
        language="en", parent_id=comment.public_id,
    )  # fmt: skip
    reporting.report(
        link.public_id, Reason.INCOMPLETE, country="US", language="en", site=site, who="somebody", person=ada,
        by=Actor.person(ada.public_id), words="It ends in the middle of the storm.",
    )  # fmt: skip
    for slug, country in (("nosferatu-1922", "US"), ("metropolis-1927", "FR")):
        title = Title.objects.get(faces__slug=slug, faces__language="en")
        visitor = Visitor(site=site.slug, language="en", country=country, now=clock.now())
        for number in range(7):
            wanted.want(visitor, title.public_id, who=f"visitor {number}")


def lead() -> Any:
    """Somebody who may also ban and answer appeals, which the moderator of the demo may not."""
    return with_role("doris", "lead")


def operator() -> Any:
    """Somebody who runs the site."""
    return with_role("edith", "operator")


def with_role(name: str, role: str) -> Any:
    """Somebody with a role, made once."""
    from allostream.accounts.actions import make_person
    from allostream.accounts.permission_rules import Role
    from allostream.accounts.queries import person_with_address
    from allostream.accounts.role_actions import give_role
    from allostream.audit.rules import Actor

    by, why, address = Actor.system("rare-pages"), "An example", f"{name}@example.org"
    found = person_with_address(address)
    if found is None:
        found = make_person(by=by, email=address, name=name.title(), password=None, language="en", why=why)
        give_role(found, Role(role), by=by, why=why)
    return found


def decide(ada: Any, basile: Any, refused: Any) -> None:
    """Refuse what somebody brought, ban a path, and have the refusal contested."""
    from allostream.hosts.models import Host
    from allostream.lib import clock
    from allostream.links.banning import Against
    from allostream.moderation import acting, bans, contesting
    from allostream.moderation.actions import Grounds
    from allostream.moderation.decision_rules import Rule
    from allostream.moderation.gathering import keep_queue
    from allostream.moderation.models import Item

    keep_queue()
    item = Item.objects.get(subject_id=refused.public_id)
    grounds = Grounds(Rule.WATCHABLE, "The file has no picture after eleven minutes.", "Nobody can watch it whole.")
    made = acting.act_on(item, "refuse", grounds, by=basile)[0]
    until = clock.now().replace(year=clock.now().year + 1)
    rubbish = Grounds(Rule.NO_SPAM, "Four hundred recordings without a film.", "No film is there.", until=until)
    bans.ban(Against(host=Host.objects.get(slug="internet-archive"), path="/details/rubbish"), rubbish, by=lead())
    contesting.contest(made, "It plays to the end at home: the fault was in my first look.", person=ada)


def doubt(film: Any) -> None:
    """Two titles that may be one."""
    from allostream.catalogue.models import Likeness, Source, Title

    like = Title.objects.get(faces__slug="the-cat-and-the-canary-1927", faces__language="en")
    grounds = [
        {"reason": "same-name", "weight": 2.0, "values": {"name": film.name}},
        {"reason": "other-year", "weight": -3.0, "values": {"given": film.year, "there": like.year}},
    ]
    Likeness.objects.create(made=film, like=like, source=Source.objects.first(), score=0.5, grounds=grounds)


def make() -> dict[str, Paths]:
    """Do it all; the addresses by kind of page: for everybody, a member, a moderator and a lead moderator."""
    from allostream.accounts.models import User
    from allostream.catalogue.models import Likeness, Title
    from allostream.community.models import Comment, Report, Submission
    from allostream.links.models import WatchLink
    from allostream.moderation.models import Decision, Item
    from allostream.sites.models import Site

    ada, basile = (User.objects.get(email=f"{name}@example.org") for name in ("ada", "basile"))
    site = Site.objects.get(slug="en")
    series = Title.objects.get(faces__slug="charlie-chaplin-at-keystone", faces__language="en")
    film = Title.objects.get(faces__slug="college-1927", faces__language="en")
    link = WatchLink.objects.filter(title=film).order_by("pk").first()
    brought = Submission.objects.filter(person=ada, content_key=f"ia:{ITEMS[0]}")  # a test may have brought others
    if not brought.exists():
        _waits, refused = (bring(ada, site, film, item) for item in ITEMS)
        speak(ada, basile, site, series, link)
        decide(ada, basile, refused)
        doubt(film)
    waits = brought.get().public_id
    decision = Decision.objects.filter(author=ada).latest("pk").public_id
    everybody = {
        "said": (f"/link/{link.public_id}", f"/lien/{link.public_id}"),
        "report": (f"/link/{link.public_id}/report", f"/lien/{link.public_id}/signaler"),
        "reported": same(Report.objects.latest("pk").public_id, "report", "signalement"),
        "comments": (f"/comments/w/{series.public_id}", f"/commentaires/w/{series.public_id}"),
        "comment": same(Comment.objects.earliest("pk").public_id, "comment", "commentaire"),
        "decision": same(decision, "decision", "decision"),
        "member-page": same(ada.public_id, "member", "membre"),
    }
    member = {
        "bring-form": (f"/bring?url=https://archive.org/details/{ITEMS[0]}_2", "/apporter?url=https://films.example/a"),
        "bring-many": ("/bring/many", "/apporter/plusieurs"),
        "brought": ("/brought", "/apports"),
        "brought-one": same(waits, "brought", "apports"),
        "decision-of-mine": same(decision, "decision", "decision"),
        "account": ("/account", "/compte"),
        "profile": ("/account/profile", "/compte/profil"),
        "address": ("/account/address", "/compte/adresse"),
        "security": ("/account/security", "/compte/securite"),
        "passkeys": ("/account/security/passkeys", "/compte/securite/cles"),
        "passkey-add": ("/account/security/passkeys/add", "/compte/securite/cles/ajouter"),
        "app": ("/account/security/app", "/compte/securite/application"),
        "sessions": ("/account/sessions", "/compte/sessions"),
        "own-data": ("/account/data", "/compte/donnees"),
        "leave": ("/account/leave", "/compte/quitter"),
    }
    moderator = {
        "queue": ("/bench/queue", "/examen/file"),
        "queue-item": same(str(Item.objects.get(subject_id=waits).pk), "bench/queue", "examen/file"),
        "likenesses": ("/bench/likenesses", "/examen/ressemblances"),
        "likeness": same(Likeness.objects.latest("pk").public_id, "bench/likenesses", "examen/ressemblances"),
    }
    above = {
        "many": ("/bench/many", "/examen/lots"),
        "bans": ("/bench/bans", "/examen/bannissements"),
        "appeals": ("/bench/appeals", "/examen/contestations"),
    }
    return {"everybody": everybody, "member": member, "moderator": moderator, "lead": above}


def same(public_id: str, english: str, french: str) -> tuple[str, str]:
    """The addresses of one thing on both sites."""
    return f"/{english}/{public_id}", f"/{french}/{public_id}"
