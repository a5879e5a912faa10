"""Facts of a work as a query string: what a reader enters into the calculator, and what a page hands to it.

Pure: no Django, no clock, no network. `read` turns the parameters of an address into a work for the rules, or says for
each field what is wrong with it; `query_of` writes a work back. Facts are taken as they are given: whether they are
true is not asked, so each counts as well proved.

    p1-name=Fritz Lang&p1-part=principal_director&p1-died=1976     people, from p1
    w1-name=Dracula&w1-kind=novel&w1a1-name=Bram Stoker            older works that it uses, with their authors
    published=1922-03-04&published_in=DE&country=FR&on=2026-11-24  the film, where and when to ask
"""

from allostream.rights.entered.reading import Entered, read
from allostream.rights.entered.values import Fault
from allostream.rights.entered.writing import query_of

__all__ = ["Entered", "Fault", "query_of", "read"]
