"""Dates on which an action tells of itself. `TIMERS` is what workflows fires."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from records.commands.actions import ACTION_DUE, ACTION_SOON, tell_when_due, tell_when_soon

#: By kind of timer: what is done with its subject on its day. Doing it twice does it once.
TIMERS: Mapping[str, Callable[..., None]] = {
    ACTION_SOON: tell_when_soon,
    ACTION_DUE: tell_when_due,
}
