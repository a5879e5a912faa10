"""Linked data for search engines (schema.org, as JSON-LD): one function for each kind of page.

Each takes the rows that the page itself shows, so that nothing is said to machines that people do not see, and returns
the text of a script element that holds data. tests/pages/test_linked_data.py has the table of the words that we use.
"""

from allostream.web.linked_data.ground import Ground, ground_of
from allostream.web.linked_data.lists import home, listing, person
from allostream.web.linked_data.videos import video
from allostream.web.linked_data.works import episode, film, season, series

__all__ = ["Ground", "episode", "film", "ground_of", "home", "listing", "person", "season", "series", "video"]
