"""Ways to the page for bringing from elsewhere: what a phone shares, and the bookmark."""

import json

import pytest
from django.test import Client

from tests.pages.reading import page

pytestmark = pytest.mark.django_db


def test_words_that_are_shared_without_an_address_are_searched_for(english: Client) -> None:
    assert english.get("/bring", {"text": "nosferatu"}).headers["Location"] == "/search?q=nosferatu"
    target = json.loads(english.get("/manifest.webmanifest").content)["share_target"]
    assert target["action"] == "/bring"


def test_the_bookmark_leads_to_the_page_with_the_address(french: Client) -> None:
    text = page(french.get("/apporter/en-un-clic"))
    assert "javascript:location.href=%27http://fr.localhost/apporter?url=%27+encodeURIComponent(location.href)" in text
