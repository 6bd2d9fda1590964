"""When Python looks for garbage in cycles: seldom, in a process that handles many rows at once."""

import gc

#: Facts of a thousand subjects are some hundred thousand objects that all live to the end of their
#: batch. With Python's 700 each batch looks through all of them many times: a fifth of its time.
NEW_OBJECTS = 50_000


def collect_seldom() -> None:
    """Leave out what is loaded by now, and look at the rest once in fifty thousand new objects."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
