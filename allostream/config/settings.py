"""Settings. Each is read from one environment variable; docs/settings.md describes them all.

A wrong value stops the start with a sentence that names the variable and the remedy.
"""

import json
import os
import re
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from allostream.config.sqlite import LoggedAhead
from allostream.lib.proof_of_work import MOST_BITS
from allostream.mail.rules import is_address
from allostream.mail.smtp_server import Server
from allostream.rights_desk.mail_settings import Inbox, Listener

ROOT = Path(__file__).resolve().parents[2]


def env(name: str, default: str) -> str:
    return os.environ.get(f"ALLOSTREAM_{name}", default)


def env_flag(name: str, default: bool) -> bool:
    value = env(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"ALLOSTREAM_{name} is “{value}”: give 1 (yes) or 0 (no).")
    return value == "1"


def env_number(name: str, default: int) -> int:
    value = env(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ImproperlyConfigured(f"ALLOSTREAM_{name} is “{value}”: give a whole number, 0 or more.")
    return int(value)


def never_ask() -> tuple[str, ...]:
    """Names of hosts with commas between, in lower case; each stands for all names under it too."""
    names = tuple(part.strip().strip(".").lower() for part in env("NEVER_ASK", "").split(",") if part.strip())
    for one in names:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", one):
            raise ImproperlyConfigured(f"ALLOSTREAM_NEVER_ASK holds “{one}”: give names of hosts, as example.org.")
    return names


def bot_site() -> str:
    """The origin of the site, without a slash at the end; empty where it is not set."""
    site = env("BOT_SITE", "").rstrip("/")
    if site and not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", site, re.IGNORECASE):
        raise ImproperlyConfigured(f"ALLOSTREAM_BOT_SITE is “{site}”: give the site's origin, as https://example.org.")
    return site


def bot_contact() -> str:
    """The address to write to about the robot; empty where it is not set."""
    mail = env("BOT_CONTACT", "")
    if mail and not re.fullmatch(r"[a-z0-9.+_-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", mail, re.IGNORECASE):
        raise ImproperlyConfigured(f"ALLOSTREAM_BOT_CONTACT is “{mail}”: give a mail address, as bot@example.org.")
    return mail


def smtp() -> Server | None:
    """The mail server to which letters are handed; None where it is not set."""
    given = env("SMTP", "")
    try:
        return Server.read(given) if given else None
    except ValueError as error:
        raise ImproperlyConfigured(
            "ALLOSTREAM_SMTP is not understood: give smtp://user:password@host:587 (with STARTTLS), smtps://… or, "
            "for a server on this machine, smtp+plain://127.0.0.1:25."
        ) from error


def desk_door(given: str, name: str, kind: type[Inbox] | type[Listener], example: str) -> Any:
    """From where the rights desk gets its mail; None where it is not set."""
    try:
        return kind.read(given) if given else None
    except ValueError as error:
        raise ImproperlyConfigured(f"ALLOSTREAM_{name} is not understood: give {example}.") from error


def oidc_providers() -> list[dict[str, Any]]:
    """Where people may sign in with an account that they have elsewhere, as JSON: `[{"id", "name", "server", "client",
    "secret"}]`."""
    wanted = {"id", "name", "server", "client", "secret"}
    try:
        given = json.loads(env("OIDC", "[]"))
        are_whole = all(set(one) == wanted and {type(value) for value in one.values()} == {str} for one in given)
        if not are_whole or not all(re.fullmatch(r"[a-z0-9-]{1,40}", one["id"]) for one in given):
            raise ValueError
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(
            'ALLOSTREAM_OIDC is not understood: give [{"id": "museum", "name": "Museum", "server": "https://…", '
            '"client": "…", "secret": "…"}], the id in small letters.'
        ) from error
    return [
        {
            "provider_id": one["id"], "name": one["name"], "client_id": one["client"], "secret": one["secret"],
            "settings": {"server_url": one["server"]},
        }
        for one in given
    ]  # fmt: skip


def bot_addresses() -> tuple[str, ...]:
    """The addresses and networks from which others are asked, with commas between."""
    found = []
    for part in filter(None, (one.strip() for one in env("BOT_ADDRESSES", "").split(","))):
        try:
            found.append(str(ip_network(part)))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"ALLOSTREAM_BOT_ADDRESSES holds “{part}”: give addresses or networks, as 198.51.100.7,2001:db8::/64."
            ) from error
    return tuple(found)


def paces() -> dict[str, float]:
    """Requests a second by name of host, as `example.org=0.5`."""
    found: dict[str, float] = {}
    for part in filter(None, (one.strip() for one in env("PACES", "").split(","))):
        given = re.fullmatch(r"([a-z0-9-]+(?:\.[a-z0-9-]+)*)=(\d{1,4}(?:\.\d{1,4})?)", part, re.IGNORECASE)
        if not given or not float(given[2]):
            raise ImproperlyConfigured(
                f"ALLOSTREAM_PACES holds “{part}”: give a host and its requests a second, as example.org=0.5."
            )
        found[given[1].lower()] = float(given[2])
    return found


def source_budgets() -> dict[str, int]:
    """Requests a day by source of links, as `internet-archive=5000`."""
    found: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in env("SOURCE_BUDGETS", "").split(","))):
        given = re.fullmatch(r"([a-z0-9]+(?:-[a-z0-9]+)*)=(\d{1,7})", part)
        if not given:
            raise ImproperlyConfigured(
                f"ALLOSTREAM_SOURCE_BUDGETS holds “{part}”: give a source and its requests a day, as peertube=5000."
            )
        found[given[1]] = int(given[2])
    return found


DATA = Path(env("DATA", str(ROOT / "var"))).absolute()
DEBUG = env_flag("DEBUG", False)


def secret_key() -> str:
    """The given key, or one made at the first start and kept beside the database."""
    given = env("SECRET_KEY", "")
    if given:
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        fresh = secrets.token_urlsafe(50)
        try:
            with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(fresh)
        except FileExistsError:
            pass  # another process made it at the same moment: use that one
    return kept.read_text()


SECRET_KEY = secret_key()
HTTPS = env_flag("HTTPS", False)
# Where visitors reach the site, for letters, which no request asks for; 0 is the usual port of the scheme.
PORT = env_number("PORT", 0)
ALLOWED_HOSTS = [name.strip() for name in env("HOSTS", "localhost,.localhost,127.0.0.1,[::1]").split(",")]
CONTACT_PAGE = env("CONTACT_PAGE", "https://github.com/allostream")
# Who says that it asks, in every request to others. Without both nobody is asked (allostream.net.identity).
BOT_SITE, BOT_CONTACT = bot_site(), bot_contact()
# Whether links are looked at again and again; nothing is asked before the operator has said who asks.
LINK_CHECKS = env_flag("LINK_CHECKS", default=True)
# Whether walks through sources of links are made; they are, too, only where it is said who asks.
DISCOVERY = env_flag("DISCOVERY", default=True)
SOURCE_BUDGETS = source_budgets()
# For how many titles that have no link yet sources are asked by themselves.
WANTED_A_DAY = env_number("WANTED_A_DAY", 20)
WEB_SEARCH = env("WEB_SEARCH", "none")
if WEB_SEARCH not in {"none", "searxng", "brave", "google_cse"}:
    raise ImproperlyConfigured("ALLOSTREAM_WEB_SEARCH must be none, searxng, brave or google_cse.")
WEB_SEARCH_KEY, WEB_SEARCH_URL = env("WEB_SEARCH_KEY", ""), env("WEB_SEARCH_URL", "")
WEB_SEARCH_ENGINE = env("WEB_SEARCH_ENGINE", "")
YOUTUBE_KEY = env("YOUTUBE_KEY", "")
SMTP, MAIL_FROM = smtp(), env("MAIL_FROM", "")
if (SMTP or MAIL_FROM) and not is_address(MAIL_FROM):
    raise ImproperlyConfigured(f"ALLOSTREAM_MAIL_FROM is “{MAIL_FROM}”: give an address, as no-reply@example.org.")
DESK_MAIL = env("DESK_MAIL", "")
if DESK_MAIL and not is_address(DESK_MAIL):
    raise ImproperlyConfigured(f"ALLOSTREAM_DESK_MAIL is “{DESK_MAIL}”: give an address, as rights@example.org.")
DESK_INBOX = desk_door(
    env("DESK_INBOX", ""), "DESK_INBOX", Inbox,
    "imaps://user:password@host:993/INBOX or, on this machine, imap+plain://user:password@127.0.0.1:143",
)  # fmt: skip
DESK_LISTEN = desk_door(
    env("DESK_LISTEN", ""), "DESK_LISTEN", Listener,
    "lmtp://127.0.0.1:8024 or smtp://127.0.0.1:8025, on this machine alone",
)  # fmt: skip
DESK_KEYS = Path(env("DESK_KEYS", "")) if env("DESK_KEYS", "") else None
MAIL_CHECKED_BY = env("MAIL_CHECKED_BY", "")
TMDB_TOKEN = env("TMDB_TOKEN", "")
TMDB_DAYS = env_number("TMDB_DAYS", 14)
if not 1 <= TMDB_DAYS <= 180:
    raise ImproperlyConfigured(
        "ALLOSTREAM_TMDB_DAYS must be 1 to 180: TMDB lets nobody keep its data longer than that."
    )
BOT_ADDRESSES = bot_addresses()
NEVER_ASK = never_ask()
PACES = paces()
SECURITY_CONTACT = env("SECURITY_CONTACT", "")
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")):
    raise ImproperlyConfigured(
        f"ALLOSTREAM_SECURITY_CONTACT is “{SECURITY_CONTACT}”: give mailto:, https:// or tel: and the rest (RFC 9116)."
    )
# Who changes the program must offer the changed source to those who use it over a network (AGPL, section 13).
SOURCE_CODE = env("SOURCE_CODE", "https://github.com/allostream/allostream")

# Where nobody can know in which country a reader is, a link must be allowed in all of these to be shown at all.
AUDIENCE = tuple(code.strip() for code in env("AUDIENCE", "").split(",") if code.strip())
for code in AUDIENCE:
    if not (len(code) == 2 and code.isascii() and code.isupper()):
        raise ImproperlyConfigured(
            f"ALLOSTREAM_AUDIENCE holds “{code}”: give ISO 3166-1 codes of two capital letters, such as FR,BE."
        )

# How many proxies stand before the site, each of which notes in X-Forwarded-For from where it was asked.
PROXIES = env_number("PROXIES", 0)
# For each address, in each process of the site; 0 for as many as come.
SEARCHES_PER_MINUTE = env_number("SEARCHES_PER_MINUTE", 300)
# When and how much a browser has to calculate before something is taken; 0 bits ask nobody.
PROOF_BITS, PROOF_WAIT = env_number("PROOF_BITS", 14), env_number("PROOF_WAIT", 20)
if PROOF_BITS > MOST_BITS:
    raise ImproperlyConfigured(f"ALLOSTREAM_PROOF_BITS must be 0 to {MOST_BITS}: each more doubles the sum.")
PROOF_AFTER, PROOF_SIGN_UPS = env_number("PROOF_AFTER", 20), env_number("PROOF_SIGN_UPS", 30)

KEPT_PICTURES = env_number("KEPT_PICTURES", 10_000)
ADDRESSES_DAYS = env_number("ADDRESSES_DAYS", 90)

# Bytes of memory for ready pages, in each process of the site. While developing a page must show what was just changed.
PAGE_CACHE = 0 if DEBUG else env_number("PAGE_CACHE_MB", 64) * 1024 * 1024

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allostream.audit",
    "allostream.outbox",
    "allostream.freshness",
    "allostream.mail",
    "allostream.net",
    "allostream.accounts",
    "allostream.sites",
    "allostream.hosts",
    "allostream.catalogue",
    "allostream.rights",
    "allostream.links",
    "allostream.checks",
    "allostream.discovery",
    "allostream.community",
    "allostream.moderation",
    "allostream.rights_desk",
    "allostream.jobs",
    "allostream.cli",
    "allostream.web",
    # Below our own, whose templates come first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    # First, so that files and refusals made further down carry the policy too.
    "allostream.web.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "allostream.web.middleware.VisitorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allostream.web.middleware.ProblemMiddleware",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

ROOT_URLCONF = "allostream.config.urls"
WSGI_APPLICATION = "allostream.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "allostream.web.context.page",
            ],
        },
    },
]


def database() -> dict[str, Any]:
    url = env("DATABASE_URL", f"sqlite:///{DATA / 'allostream.sqlite3'}")
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            "ALLOSTREAM_DATABASE_URL is not understood: give sqlite:////folder/file.sqlite3 "
            "or postgresql://user:password@host:5432/name."
        ) from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE takes the write lock at once, so that two writers wait for each other instead of failing
        # half-way through a transaction.
        found["OPTIONS"] = {
            "factory": LoggedAhead,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;",
        }
    return found


DATABASES = {"default": database()}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Limits of attempts and used codes, for all processes and machines alike; pages are kept elsewhere.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_kept"}}
SIGN_UP = env("SIGN_UP", "open")
if SIGN_UP not in {"open", "invited", "closed"}:
    raise ImproperlyConfigured("ALLOSTREAM_SIGN_UP must be open, invited or closed.")
ACCOUNT_ADAPTER = "allostream.web.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Whoever finds a browser open must not take the account along by giving it another address or way in.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"signup": "allostream.web.accounts.forms.SignUpForm"}
MFA_ADAPTER = "allostream.web.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Browsers ask for a secure origin themselves; a site without HTTPS is one on somebody's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "allostream.web.accounts.adapter.ProviderAdapter"
SOCIALACCOUNT_FORMS = {"signup": "allostream.web.accounts.forms.ProviderSignUpForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": oidc_providers()}}
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "allostream" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# A copy of the names in the database, made and kept by the worker; each machine has its own.
SEARCH_INDEX = Path(env("SEARCH_INDEX", str(DATA / "search" / "names"))).absolute()
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "allostream.web.views.errors.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Refused requests are answered and need no line each: anybody could fill the log with them.
    "loggers": {"django.security": {"level": "CRITICAL"}, "django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING")},
}
