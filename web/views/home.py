"""Home: what needs me now, and what changed since I was last here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse

from web.pages.actions import my_actions
from web.pages.home import changes, needs
from web.visit import Visit, page

_SEEN = "home_seen_at"
_BEFORE = "home_seen_before"
_FIRST_LOOK = timedelta(days=7)
_SAME_VISIT = timedelta(hours=1)


@page
def home(visit: Visit) -> HttpResponse:
    since = _last_here(visit)
    return visit.show(
        "home.jinja",
        needs=needs(visit),
        actions=my_actions(visit),
        changes=changes(visit, since=since),
        since=since,
    )


def _last_here(visit: Visit) -> datetime:
    """When the visitor was here before this visit; looking again within the hour is the same one.

    A new session has nothing to go by and shows a week.
    """
    session = visit.request.session
    seen, before = (_read(session.get(name)) for name in (_SEEN, _BEFORE))
    if seen is None or visit.now - seen > _SAME_VISIT:
        before = seen or visit.now - _FIRST_LOOK
        session[_BEFORE] = before.isoformat()
        session[_SEEN] = visit.now.isoformat()
    return before or visit.now - _FIRST_LOOK


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
