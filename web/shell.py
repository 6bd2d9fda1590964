"""The frame of every page: sections, account, and the notice of a demonstration."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from records.queries import messages
from web.navigation import NavigationItem, navigation
from web.words.messages import unread_words

PARTNER_ROLES = frozenset({"partner"})
QUEUE_PERMISSION = "quarantine.read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of one page."""

    navigation: tuple[NavigationItem, ...]
    account_name: str  # empty when nobody is signed in
    unread: str  # "3 unread" beside the inbox, or nothing
    demonstration: bool
    moved_to: date | None  # the day the service takes for today, when its clock has been moved
    idle_seconds: int = 0  # after which a session ends; 0 when nobody is signed in


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame for whoever is asking."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        "shell": Shell(
            navigation=navigation(request.path, audiences=audiences(actor)),
            account_name=_name(request) if actor.signed_in else "",
            unread=_unread(actor) if actor.signed_in else "",
            demonstration=settings.QIFLOW_ENV != "production",
            moved_to=_moved_to(),
            idle_seconds=_idle_seconds() if actor.signed_in else 0,
        )
    }


def audiences(actor: Actor) -> frozenset[str]:
    """Which sections the roles of an actor open."""
    roles = {grant.role for grant in actor.grants}
    found = set()
    if roles - PARTNER_ROLES:
        found.add("staff")
    if roles & PARTNER_ROLES:
        found.add("partner")
    if actor.may_somewhere(QUEUE_PERMISSION):
        found.add("operator")
    return frozenset(found)


def _name(request: HttpRequest) -> str:
    return str(getattr(request.user, "display_name", "") or request.user.get_username())


def _unread(actor: Actor) -> str:
    return unread_words(messages.unread_count(actor), most=messages.MOST_COUNTED)


def _idle_seconds() -> int:
    return int(settings.QIFLOW_IDLE_LIMIT.total_seconds())


def _moved_to() -> date | None:
    if not settings.QIFLOW_CLOCK_MOVABLE or not clock.offset():
        return None
    return clock.today()
