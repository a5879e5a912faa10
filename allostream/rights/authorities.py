"""Whose word is that of an authority: registers, courts, national libraries and archives, by their domains. Pure.

Anybody can call a source an authority. Its word counts as one where its address lies below a domain of this list, or
where one whom we trust has looked at it; else it is an ordinary reference, which never outweighs another.
"""

from urllib.parse import urlsplit

from allostream.rights.engine.facts import Weight

LISTED = """
archives.gov archives-nationales.culture.gouv.fr bl.uk bnc.cat bne.es bnf.fr bundesarchiv.de cnc.fr copyright.gov
courdecassation.fr curia.europa.eu d-nb.de eur-lex.europa.eu insee.fr kb.dk kb.nl kb.se kbr.be loc.gov
legifrance.gouv.fr nationalarchives.gov.uk nb.no ndl.go.jp nla.gov.au onb.ac.at sbn.it nb.admin.ch supremecourt.gov
"""
DOMAINS = frozenset(LISTED.split())


def weight_counted(weight: Weight, address: str, *, is_looked_at: bool) -> Weight:
    """What a source may carry; `is_looked_at`: one whom we trust states or confirms the fact."""
    if weight is not Weight.AUTHORITY or is_looked_at or is_authority(address):
        return weight
    return Weight.REFERENCE


def is_authority(address: str) -> bool:
    """Whether an address lies below the domain of an authority. One that browsers read in another way lies nowhere."""
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or "\\" in address:
        return False
    labels = name.split(".")
    return any(".".join(labels[start:]) in DOMAINS for start in range(len(labels)))
