"""Rules that no general linter knows, each with lines that it must find and lines that it must leave alone."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT_ENDINGS = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".json",
    ".jsonl",
    ".po",
    ".in",
    ".svg",
    ".yml",
    "",
}


@dataclass(frozen=True)
class Rule:
    """A pattern that no line of the named files may match; `places` are globs from the top of the checkout."""

    name: str
    reason: str
    pattern: str
    places: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    spared: tuple[str, ...] = ()


ANYWHERE = ("**/*",)
PURE = (
    "allostream/*/rules.py",
    "allostream/*/*_rules.py",
    "allostream/*/rules/*.py",
    "allostream/lib/**/*.py",
    "allostream/hosts/identity/**/*.py",
    "allostream/rights/origin/**/*.py",
)

# Letters of bad samples are written as codes, so that this very file keeps the rules.
RULES = [
    Rule(
        name="entrances-ask-queries-and-actions",
        reason="A view or command that reads tables itself passes by what its visitor may see.",
        pattern=r"\.objects\b|\._(default|base)_manager\b|\bget_(object|list)_or_404\(|\.raw\(|\bconnection\.cursor\(",
        places=("allostream/web/**/*.py", "allostream/cli/**/*.py"),
        bad=("title = Title.objects.get(pk=1)", "x = get_object_or_404(Title, pk=1)", "Title._default_manager.all()"),
        good=("title = catalogue.queries.title(site, viewer, slug)", "subjects = page.object_list"),
    ),
    Rule(
        name="translated-sentences-are-constant",
        reason="A sentence put together before translation is not found by the translators.",
        pattern=r"\b(_|n?p?gettext(_lazy|_noop)?)\(\s*(f[\"']|[\"'][^\"']*[\"']\s*(%|\.format\())",
        places=("allostream/**/*.py",),
        bad=('_(f"Hello {name}")', 'gettext("Hello %s" % name)', 'gettext_lazy("Hello {}".format(name))'),
        good=('_("Hello %(name)s") % {"name": name}', 'ngettext("one", "many", n)'),
    ),
    Rule(
        name="rules-have-no-clock",
        reason="A rule that asks the clock cannot be asked about another day, as a lawyer would.",
        pattern=r"\b(datetime|date|timezone)\.(now|today|utcnow)\(|\btime\.(time|monotonic)\(",
        places=PURE,
        bad=("now = datetime.now(UTC)", "if date.today() > limit:", "t = timezone.now()"),
        good=("def due(now: datetime) -> bool:", "return now.date() > limit"),
        spared=("allostream/lib/clock.py",),
    ),
    Rule(
        name="forms-keep-their-protection",
        reason="Without Django's token another site can send our forms in a visitor's name.",
        pattern=r"\bcsrf_exempt\b",
        places=("allostream/**/*.py",),
        bad=("@csrf_exempt", "return csrf_exempt(checked)"),
        good=("from django.views.decorators.csrf import csrf_protect",),
        # One asks the browser which page a form stands on instead, one is posted to by mail programs (RFC 8058); where
        # notices are sent nobody is signed in, and what is sent, a secret or a key says all that counts.
        spared=(
            "allostream/web/views/preferences.py",
            "allostream/web/views/letters.py",
            "allostream/web/views/notices.py",
            "allostream/web/views/notice_answers.py",
            "allostream/web/views/notice_cases.py",
            "allostream/web/views/notice_senders.py",
            "allostream/web/views/notice_api.py",
        ),
    ),
    Rule(
        name="pages-depend-on-choices-alone",
        reason="A page is kept under its reader's choices: what else it reads of a request would be shown to others.",
        pattern=r"\.COOKIES\b|\brequest\.(META|headers)\b|\bget_signed_cookie\(",
        places=("allostream/web/views/**/*.py",),
        bad=("seen = request.COOKIES.get('seen')", "request.META['REMOTE_ADDR']", "request.headers.get('DNT')"),
        good=("request.choices.country", "response.headers['Referrer-Policy']"),
        # One looks at who sends a form, one at the key of a program: neither answer is kept.
        spared=("allostream/web/views/preferences.py", "allostream/web/views/notice_api.py"),
    ),
    Rule(
        name="migrations-name-byte-order-by-function",
        reason="Byte order has another name in each database, and makemigrations writes down the one it sees.",
        pattern=r"db_collation=[\"']",
        places=("allostream/*/migrations/*.py", "allostream/**/models/*.py", "allostream/*/models.py"),
        bad=("models.CharField(db_collation='BIN\x41RY')", 'key = CharField(db_collation="C")'),
        good=("models.CharField(db_collation=bytewise(), max_length=120)",),
    ),
    Rule(
        name="no-note-to-self",
        reason="What is left to do belongs to an issue, where others find it.",
        pattern=r"\b(TOD[O]|FIXM[E]|XX[X])\b",
        places=("dev", "allostream/**/*.py", "allostream/**/*.html", "allostream/**/*.css", "tests/**/*.py"),
        bad=("# TO\x44O: later", "# FI\x58ME"),
        good=("Everything to do with links",),
    ),
    Rule(
        name="no-path-of-a-machine",
        reason="A path of somebody's machine does not exist on another.",
        pattern=r"(?<![\w.$}])/(wor[k]|roo[t]|hom[e]/\w+)/\w",
        places=ANYWHERE,
        bad=("see /wo\x72k/x", "open('/ro\x6ft/x')", "/ho\x6de/ada/x"),
        good=("https://example.org/works/1", "https://example.org/wo\x72k/1", "/homepage"),
    ),
    Rule(
        name="no-registry-host",
        reason="Where packages come from is for each machine's own pip to say.",
        pattern=r"pyp[i]\.(org|io)|files\.python[h]osted|registry\.np[m]",
        places=ANYWHERE,
        bad=("https://pyp\x69.org/simple", "https://files.python\x68osted.org/x"),
        good=("the package registry",),
    ),
    Rule(
        name="no-secret",
        reason="A secret in the history stays there for ever.",
        pattern=r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|SECRET_KEY\s*=\s*[\"'][^\"']",
        places=ANYWHERE,
        bad=("-----BEGIN RSA PRIVATE\x20KEY-----", "AK\x49AABCDEFGHIJKLMNOP", "SECRET\x5fKEY = 'abc'"),
        good=("SECRET_KEY = secret_key()", "ALLOSTREAM_SECRET_KEY"),
    ),
]

LINE_LIMIT = 450
LONG_FOR_A_REASON = {
    "dev": 720,  # one file on purpose: it has to run before anything is installed
}


def project_files() -> list[Path]:
    """All files that are or may become part of the project: what git ignores is not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXT_ENDINGS]


def offences(rule: Rule) -> Iterator[str]:
    search = re.compile(rule.pattern).search
    spared = {ROOT / name for name in rule.spared}
    named = {path for place in rule.places for path in ROOT.glob(place)} if rule.places != ANYWHERE else None
    for path in project_files():
        if path in spared or (named is not None and path not in named):
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_bad_lines_and_leaves_its_good_ones(rule: Rule) -> None:
    assert rule.bad
    assert rule.good
    for line in rule.bad:
        assert re.search(rule.pattern, line), line
    for line in rule.good:
        assert not re.search(rule.pattern, line), line


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    assert list(offences(rule)) == [], rule.reason


def test_no_python_file_holds_two_subjects() -> None:
    """Past this length a file nearly always does: look for the seam before adding to it."""
    python = [path for path in project_files() if path.suffix == ".py" or path.name == "dev"]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in python}
    assert len(lengths) > 50
    assert {name: n for name, n in lengths.items() if n > LONG_FOR_A_REASON.get(name, LINE_LIMIT)} == {}
    assert {name for name in LONG_FOR_A_REASON if lengths[name] <= LINE_LIMIT} == set(), "no longer long: strike it out"
