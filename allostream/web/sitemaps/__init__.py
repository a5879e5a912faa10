"""Sitemaps (sitemaps.org, version 0.9) with the twins of other sites and, where our own page plays it, the video.

Made on request and streamed: a range of keys at a time, in constant memory, so that nothing outlives a takedown.
docs/decisions/0009-sitemaps-on-request.md says why.
"""

from allostream.web.sitemaps.entries import index, urls
from allostream.web.sitemaps.writing import gzipped, index_xml, urlset_xml

__all__ = ["gzipped", "index", "index_xml", "urls", "urlset_xml"]
