"""Domains under which others register names of their own, or keep sites: co.uk, blogspot.com.

Most of them stand in the public suffix list (publicsuffix.org), whose copy comes with fido2 and is renewed with it. The
few beside it are hosts of pages that have not asked to be listed there.
"""

from functools import cache
from importlib.resources import files

# Anybody keeps pages under these, each under a name or path of its own.
PAGES_OF_MANY = frozenset({
    "000webhostapp.com", "blogger.com", "canalblog.com", "chez.com", "e-monsite.com", "free.fr", "glitch.me",
    "jimdofree.com", "livejournal.com", "medium.com", "narod.ru", "neocities.org", "over-blog.com", "skyrock.com",
    "sites.google.com", "strikingly.com", "substack.com", "surge.sh", "tumblr.com", "typepad.com", "ucoz.ru",
    "webnode.com", "weebly.com", "wordpress.com",
})  # fmt: skip


@cache
def _suffixes() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The rules of the list: suffixes, those of which every name right under them is one, and what is none after
    all."""
    whole: set[str] = set()
    wild: set[str] = set()
    none: set[str] = set()
    for line in files("fido2").joinpath("public_suffix_list.dat").read_text("utf-8").splitlines():
        rule = line.strip()
        if not rule or rule.startswith("//"):
            continue
        into = none if rule.startswith("!") else wild if rule.startswith("*.") else whole
        into.add(rule.lstrip("!*.").encode("idna").decode())
    return frozenset(whole), frozenset(wild), frozenset(none)


def is_shared(domain: str) -> bool:
    """Whether a domain, in lower case and without IDN (xn--…), is nobody's own: a suffix, or where many keep pages."""
    whole, wild, none = _suffixes()
    if domain in none:
        return False
    return domain in whole or domain in PAGES_OF_MANY or domain.partition(".")[2] in wild
