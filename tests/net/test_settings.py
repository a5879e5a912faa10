"""The settings of the door: a wrong value is told by its name, with the remedy."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from allostream.config import settings as module


@pytest.mark.parametrize(
    ("name", "read", "value", "found"),
    [
        ("NEVER_ASK", module.never_ask, "", ()),
        ("NEVER_ASK", module.never_ask, " Example.org, .example.net ,", ("example.org", "example.net")),
        ("PACES", module.paces, "", {}),
        ("PACES", module.paces, "example.org=0.5, A.example=2", {"example.org": 0.5, "a.example": 2.0}),
        ("BOT_ADDRESSES", module.bot_addresses, "", ()),
        ("BOT_ADDRESSES", module.bot_addresses, "198.51.100.7, 2001:db8::/64", ("198.51.100.7/32", "2001:db8::/64")),
        ("BOT_SITE", module.bot_site, "", ""),
        ("BOT_SITE", module.bot_site, "https://example.org/", "https://example.org"),
        ("BOT_SITE", module.bot_site, "http://localhost:8000", "http://localhost:8000"),
        ("BOT_CONTACT", module.bot_contact, "", ""),
        ("BOT_CONTACT", module.bot_contact, "bot+fr@example.org", "bot+fr@example.org"),
    ],
)
def test_a_right_value_is_read(monkeypatch, name, read, value, found):
    monkeypatch.setenv(f"ALLOSTREAM_{name}", value)
    assert read() == found


@pytest.mark.parametrize(
    ("name", "read", "value"),
    [
        *(("NEVER_ASK", module.never_ask, value) for value in ("https://example.org", "*.example.org", "a b")),
        *(("PACES", module.paces, value) for value in ("example.org", "example.org=0", "a.example=fast", "=1")),
        *(("BOT_ADDRESSES", module.bot_addresses, value) for value in ("example.org", "198.51.100.7/24", "1.2.3")),
        *(("BOT_SITE", module.bot_site, value) for value in ("example.org", "https://example.org/x", "https://a b")),
        *(("BOT_CONTACT", module.bot_contact, value) for value in ("bot", "a@b", "a@b.c)", "mailto:a@b.c", "a;b@c.d")),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(monkeypatch, name, read, value):
    monkeypatch.setenv(f"ALLOSTREAM_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"ALLOSTREAM_{name} .*give"):
        read()
