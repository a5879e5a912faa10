"""The hosts that a new site starts with speak to readers in both languages."""

import re

from allostream.hosts.start import start_hosts

LETTERS_OF_ENGLISH = {"the", "free", "with", "and", "its", "of", "never"}


def test_every_remark_is_there_in_french_too() -> None:
    assert [host.slug for host in start_hosts() if bool(host.note) != bool(host.note_fr)] == []


def test_no_french_remark_is_the_english_one_or_holds_its_small_words() -> None:
    for host in start_hosts():
        words = set(host.note_fr.lower().replace(",", " ").replace(".", " ").split())
        assert host.note_fr != host.note, host.slug
        assert not words & LETTERS_OF_ENGLISH, host.slug


def test_french_signs_have_their_narrow_space_before_them() -> None:
    for host in start_hosts():
        assert re.search(r"[^\u202f][;:!?]", host.note_fr) is None, host.slug
