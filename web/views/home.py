"""Home: what needs me now, and what changed since I was last here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse

from records.commands.last_seen import look_at
from web.pages.actions import my_actions
from web.pages.home import changes, needs
from web.pages.occasions import my_occasions
from web.visit import Visit, page

_FIRST_LOOK = timedelta(days=7)


@page
def home(visit: Visit) -> HttpResponse:
    since = _last_here(visit)
    return visit.show(
        "home.jinja",
        needs=needs(visit),
        actions=my_actions(visit),
        meetings=my_occasions(visit),
        changes=changes(visit, since=since),
        since=since,
    )


def _last_here(visit: Visit) -> datetime:
    """When the visitor was here before this visit; a first visit shows a week."""
    before = look_at(kind="home", thing_id=visit.user_id, actor=visit.actor, now=visit.now)
    return before or visit.now - _FIRST_LOOK
