"""What a form has just done, as a sentence on the page to which it leads: its code stands in the address (`?done=`)."""

from collections.abc import Callable, Mapping

from allostream.web.http import PageRequest
from allostream.web.views.errors import unknown_value

# The sentences of a kind of page by their codes, in the language of the request.
Sentences = Callable[[], Mapping[str, str]]


def done_sentence(request: PageRequest, sentences: Sentences, name: str = "done") -> str:
    """The sentence for the code in the address of a page; "" where there is none. Raises UnknownValue."""
    code = request.GET.get(name, "")
    if not code:
        return ""
    known = sentences()
    if code not in known:
        raise unknown_value(name, code, known)
    return known[code]
