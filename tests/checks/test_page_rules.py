"""What answers of hosts say of a video. Pages are made up after what hosts show; none is copied."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.checks.page_rules import Answer, read_file, read_page
from allostream.checks.rules import Seen
from allostream.lib.names import folded

VIDEO = "https://video.example/watch/the-general"
PLAYER = "<video src=/the-general.mp4></video>"
LONG = "<p>" + "A film of 1926 about a railway engineer and his two loves. " * 12
WITH_PLAYER = f"<title>The General</title><h1>The General</h1>{PLAYER}{LONG}"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def answered(
    text="", status=200, kind="text/html; charset=utf-8", came=VIDEO, asked=VIDEO, body=b"", names=(), **headers
):
    given_headers = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, asked, came, given_headers, text, body or text.encode(), tuple(map(folded, names)))


def page(title, words="", more=""):
    return f"<html><head><title>{title}</title></head><body><h1>{words or title}</h1>{more}</body></html>"


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (answered(WITH_PLAYER), Seen.WORKS),
        (answered(page("The General", more=LONG)), Seen.WORKS),
        (answered(status=404), Seen.MISSING),
        (answered(status=410), Seen.MISSING),
        (answered(status=401), Seen.ACCOUNT),
        (answered(status=402), Seen.ACCOUNT),
        (answered(status=403), Seen.KEPT_OUT),
        (answered(status=429), Seen.KEPT_OUT),
        (answered(status=451), Seen.NOT_HERE),
        (answered(status=500), Seen.TROUBLE),
        (answered(status=503), Seen.TROUBLE),
        (answered(status=522), Seen.TROUBLE),
        (answered(status=304), Seen.ODD),
        (answered(status=204), Seen.ODD),
        (answered(page("Just a moment..."), status=503), Seen.KEPT_OUT),
        (answered(page("Just a moment..."), status=403, cf_mitigated="challenge"), Seen.KEPT_OUT),
        (answered(page("This video is not available in your country"), status=403), Seen.NOT_HERE),
        (answered(page("Removed", "Removed after a copyright claim"), status=451), Seen.TAKEN_DOWN),
        (answered("{}", kind="application/json"), Seen.ODD),
        (answered(kind="video/mp4", body=MP4), Seen.WORKS),
    ],
)
def test_a_status_says_what_it_can(answer, seen):
    assert read_page(answer).seen is seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (page("404 - Page not found"), Seen.MISSING),
        (page("Video unavailable", "This video isn’t available anymore"), Seen.MISSING),
        (page("Tele", "Cette vidéo n’est plus disponible"), Seen.MISSING),
        (page("Erreur", "Oups, page introuvable !"), Seen.MISSING),
        (page("Mediathek", "Seite nicht gefunden"), Seen.MISSING),
        (page("ARTE", more="<p>El contenido ya no está disponible.</p>"), Seen.MISSING),
        (page("動画", "ページが見つかりません。"), Seen.MISSING),
        (page("Видео", "Страница не найдена"), Seen.MISSING),
        (page("video.example - This domain is for sale!", more=LONG), Seen.MISSING),
        (page("Welcome to nginx!"), Seen.MISSING),
        (page("Video", "This video is not available in your region", LONG), Seen.NOT_HERE),
        (page("Vidéo", "Cette vidéo n’est pas disponible dans votre pays", LONG), Seen.NOT_HERE),
        (page("Sendung", "Dieses Video ist in Ihrem Land nicht verfügbar"), Seen.NOT_HERE),
        (page("Program", "Programmet kan bara ses i Sverige"), Seen.NOT_HERE),
        (page("Gone", "Removed due to a copyright claim by the rights holder"), Seen.TAKEN_DOWN),
        (page("Film", "Connectez-vous pour regarder"), Seen.ACCOUNT),
        (page("Sign in to continue", more=LONG), Seen.ACCOUNT),
        (page("Are you a robot?"), Seen.KEPT_OUT),
        (page("The General", more="<p>404 seats sold in 1404 days" + LONG), Seen.WORKS),
        (page("The General", more=f"<script>var missing = 'page not found'</script>{LONG}"), Seen.WORKS),
        (page("The General", more=f"<footer>Report a dead link{LONG}</footer>"), Seen.WORKS),
        (f"<title>Page Not Found, a short film</title>{PLAYER}{LONG}", Seen.WORKS),
        (f"<h1>Not available in your country</h1>{PLAYER}{LONG}", Seen.NOT_HERE),
    ],
)
def test_a_page_that_answers_says_in_words_what_is_the_matter(text, seen):
    assert read_page(answered(text)).seen is seen


def test_a_film_may_be_called_like_a_message():
    text = page("Introuvable - Cinéma", "Introuvable", LONG)
    assert read_page(answered(text, names=("L’Homme qui rit", "Introuvable"))).seen is Seen.WORKS
    assert read_page(answered(text)).seen is Seen.MISSING


@pytest.mark.parametrize(
    "text",
    [
        page("L’Homme introuvable - Cinéma", "L’Homme introuvable", LONG),
        page("Room 404 | Watch free", "Room 404", LONG),
        page("The Girl Who Does Not Exist | Tubi", more=LONG),
        page("Dead Link: a film by nobody", more=LONG),
        page("Watch The General", "The General", f"<h2>Page Not Found</h2><h2>404</h2>{LONG}"),
        page("The General", more="<div id=root></div><footer>DMCA · Copyright claims · Copyright owner?</footer>"),
        page("The General", more='<div id=app></div><p class="error hidden">Sorry, this video is unavailable.</p>'),
        page("The General", more='<div id=app></div><div style="display: none">Page not found</div>'),
        page("The General", more="<dialog><h1>Page not found</h1></dialog><p hidden>video unavailable</p>"),
        page("The General", more="<noscript>404: this page cannot be found without JavaScript</noscript>"),
        page("The General", more="<header><a>Sign in</a><a>Log in</a><a>Subscribe</a></header>"),
        page("The General", more="<p>Es gibt 404 Sendungen, die es nicht gibt."),
        page("ARTE", "The General", "<p>Verfügbar bis 1. Mai. Plus disponible ailleurs ?"),
        "<!doctype html><html><head><title>The General</title><script src=app.js></script></head><body></body></html>",
    ],
)
def test_a_page_that_plays_is_not_taken_for_one_that_is_gone(text):
    assert read_page(answered(text, names=("The General",))).seen is Seen.WORKS


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (page("Denna sida finns inte"), Seen.MISSING),
        (page("La página que buscas no existe"), Seen.MISSING),
        (
            page("The General - Mediathek", "The General", "<p>Dieses Video ist leider nicht mehr verfügbar."),
            Seen.MISSING,
        ),
        (page("404"), Seen.MISSING),
        (page("YouTube", "Before you continue to YouTube"), Seen.KEPT_OUT),
        (page("Site", "We are down for maintenance", LONG), Seen.TROUBLE),
        (page("Temporarily Offline", "Internet Archive services are temporarily offline."), Seen.TROUBLE),
        (page("Something went wrong"), Seen.TROUBLE),
        (page("Video", "The uploader has blocked it in your country on copyright grounds"), Seen.NOT_HERE),
        (page("BBC iPlayer", "BBC iPlayer only works in the UK. Sorry, it’s due to rights issues."), Seen.NOT_HERE),
        ("", Seen.ODD),
        ("  \n", Seen.ODD),
    ],
)
def test_pages_of_hosts_are_told_apart(text, seen):
    assert read_page(answered(text, names=("The General",))).seen is seen


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (page("Not available", "This title is not available in your country"), Seen.NOT_HERE),
        (page("Just a moment..."), Seen.KEPT_OUT),
        (page("Down for maintenance"), Seen.TROUBLE),
        (page("Gone", "Removed after a copyright claim"), Seen.TAKEN_DOWN),
        (WITH_PLAYER, Seen.ODD),
        (page("Sign in to continue"), Seen.MISSING),
        ("", Seen.MISSING),
    ],
)
def test_not_found_is_believed_unless_the_page_says_otherwise(status, text, seen):
    assert read_page(answered(text, status=status, names=("The General",))).seen is seen


@pytest.mark.parametrize(
    ("came", "seen"),
    [
        ("https://video.example/", Seen.MISSING),
        ("https://video.example/?utm_source=x", Seen.MISSING),
        ("https://video.example/error-404.html", Seen.MISSING),
        ("https://video.example/NSEZ-404", Seen.MISSING),
        ("https://video.example/fr/", Seen.ODD),
        ("https://video.example/?geo=blocked", Seen.ODD),
        ("https://other.example.net/", Seen.ODD),
        ("https://other.example.net/casino", Seen.ODD),
        ("https://video.example/error?code=5", Seen.ODD),
        ("https://gdpr.video.example/", Seen.NOT_HERE),
        ("https://video.example/not-available-in-your-country", Seen.NOT_HERE),
        ("https://video.example/unavailable-region/", Seen.NOT_HERE),
        ("https://consent.youtube.com/m?continue=https://video.example/", Seen.KEPT_OUT),
        ("https://www.google.com/sorry/index?continue=x", Seen.KEPT_OUT),
        ("https://geo.captcha-delivery.com/captcha/", Seen.KEPT_OUT),
        ("https://video.example/age-gate", Seen.KEPT_OUT),
        ("https://video.example/maintenance.html", Seen.TROUBLE),
        ("https://video.example/watch/the-general/trial-and-error-1997", Seen.WORKS),
        ("https://video.example/film/l-homme-introuvable", Seen.WORKS),
        ("https://video.example/film/geo-reportage-404-days", Seen.WORKS),
        ("https://www.video.example/index.html", Seen.MISSING),
        ("https://video.example/404", Seen.MISSING),
        ("https://video.example/error/not-found?from=/watch", Seen.MISSING),
        ("https://video.example/login?next=/watch/the-general", Seen.ACCOUNT),
        ("https://accounts.example/sso/", Seen.ACCOUNT),
        ("https://video.example/watch/the-general-1926", Seen.WORKS),
        ("https://video.example/fr/films/the-general", Seen.WORKS),
    ],
)
def test_where_a_redirect_ends_tells_too(came, seen):
    assert read_page(answered(page("Video example", more=LONG), came=came)).seen is seen


def test_a_front_page_that_was_asked_for_is_no_bad_end():
    home = "https://video.example/"
    assert read_page(answered(WITH_PLAYER, asked=home, came="https://video.example/fr/")).seen is Seen.WORKS


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (answered(kind="video/mp4", body=MP4, status=206), Seen.WORKS),
        (answered(kind="application/octet-stream", body=b"\x1a\x45\xdf\xa3rest"), Seen.WORKS),
        (answered(kind="application/vnd.apple.mpegurl", body=b"#EXTM3U\n"), Seen.WORKS),
        (answered(kind="video/mp4", body=b""), Seen.ODD),
        (answered(kind="video/mp4", body=b"<html>"), Seen.ODD),
        (answered(page("404 Not Found")), Seen.MISSING),
        (answered(page("Somewhere else", more=LONG)), Seen.ODD),
        (answered(page("Sign in to continue"), came="https://video.example/login"), Seen.ACCOUNT),
        (answered(status=404), Seen.MISSING),
        (answered(status=403), Seen.KEPT_OUT),
        (answered(status=503), Seen.TROUBLE),
    ],
)
def test_a_file_must_begin_as_a_film_does(answer, seen):
    assert read_file(answer).seen is seen


@given(st.text(), st.integers(100, 599), st.sampled_from(["text/html", "video/mp4", "", "x"]), st.text(max_size=40))
def test_any_answer_is_read(text, status, kind, path):
    answer = answered(text, status=status, kind=kind, came=f"https://video.example/{path}")
    assert read_page(answer).reason
    assert read_file(answer).reason


@pytest.mark.parametrize(
    "piece", ["<h1>", "<h1 ", "<div ", "<a\t", "<a hidden>", '<a class=" ', "<title>", "<!--", "<svg>"]
)
@pytest.mark.parametrize("size", [19_900, 65_536])
def test_a_page_made_to_be_read_slowly_is_read_quickly(piece, size):
    began = process_time()
    read_page(answered((piece * size)[:size]))
    assert process_time() - began < 1


PIECES = (
    "<p>",
    "</p>",
    "<b title='>'>",
    "<",
    ">",
    "&amp;",
    "<!-- x -->",
    " ",
    "\n",
    "wort ",
    "video not found. ",
    "x" * 30,
)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(1, 300))
def test_how_much_of_a_page_is_looked_at_first_changes_nothing(pieces, size):
    answer = answered(page("The General", "".join(pieces)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("allostream.checks.page_rules.BEGINNING", size)
        seen = read_page(answer)
    assert seen == read_page(answer)
