"""How often a process that lives long looks for objects that only know each other."""

import gc


def look_rarely() -> None:
    """Call once, when the program is loaded: what there is now is never looked at again, and the rest seldom.

    A page, or a look at a link, is made of some thousands of small objects that die with it, while the program itself
    lives on. Looked through at every 700 new objects, as is usual, all of it cost a twentieth of each page, and a
    sixth of each look. At every 5,000 it is half a hundredth of a page, 2 ms at a time. At every 20,000 it was twice as
    much, for by then they are out of the processor's cache, and 10 ms at a time, for which all who were next in line
    waited too.
    """
    gc.collect()
    gc.freeze()
    # The older ones as seldom as before: once in 400,000 new objects, and in fifty times that.
    gc.set_threshold(5_000, 80, 50)
