"""Addresses that prove nothing: other directories of links. Copies of a wrong list do not make it right."""

from allostream.lib.web_parts import host_of

# Lists and search pages of where films can be watched, by registrable domain. An address below one of them counts too.
LISTED = """
allostreaming.com bnwmovies.com classiccinemaonline.com dpstream.net flixable.com flixpatrol.com fmovies.to
free-classic-movies.com freemoviescinema.com french-stream.gratis gowatchit.com instantwatcher.com justwatch.com
letterboxd.com moviesfoundonline.com newonnetflix.info openculture.com papystreaming.com playpilot.com
publicdomainflix.com publicdomainmovie.net publicdomainmovies.com publicdomainmovies.info publicdomainmovies.net
publicdomaintorrents.info reelgood.com retrovision.tv simkl.com streamcomplet.com topdocumentaryfilms.com trakt.tv
unogs.com voirfilms.ws watchmode.com wawacity.blue werstreamt.es whats-on-netflix.com wiflix.name yidio.com
zone-telechargement.org
"""
DIRECTORIES = frozenset(LISTED.split())


def is_directory(address: str, others: frozenset[str] = frozenset()) -> bool:
    """Whether an address is a page of another link directory; `others` are further domains, our own for one."""
    name = host_of(address).rstrip(".")
    labels = name.split(".")
    listed = DIRECTORIES | others
    return any(".".join(labels[start:]) in listed for start in range(len(labels)))
