"""How often a process that lives long looks for objects that only know each other."""

import gc


def look_rarely() -> None:
    """Call once, when the program is loaded: what there is now is never looked at again, and the rest seldom.

    A page, or a look at a link, is made of some thousands of small objects that die with it, while the program itself
    lives on. Looked through at every 700 new objects, as is usual, all of it cost a twentieth of each page, and a
    sixth of each look.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
