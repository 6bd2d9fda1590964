"""Dates on which access changes by itself. `TIMERS` is what workflows fires."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from people.commands.leavers_doors import LAST_DAY_OVER, close_doors

#: By kind of timer: what is done with its subject on its day. Doing it twice does it once.
TIMERS: Mapping[str, Callable[..., None]] = {LAST_DAY_OVER: close_doors}
