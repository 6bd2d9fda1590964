"""One visit to a page: who asks, at which instant, what was sent, and how the answer is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel import clock
from kernel.actors import Actor
from kernel.errors import Denied, Invalid, NotFound, NotRecent, Refusal
from people import doors
from web.forms import PageForm
from web.proving import ask_to_confirm, ask_to_sign_in
from web.receipts import submit_once

SENT_ALREADY = "You had sent this already. It was done once."
_REFUSED = 422
_HOLDS_A_NUMBER = (
    "holds what looks like a telephone number. It was kept. "
    "Take it out unless everyone may read it."
)

Parameters = ParamSpec("Parameters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request by somebody who is signed in. The clock was read once, at the door."""

    request: HttpRequest
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        return clock.london_date(self.now)

    @property
    def posted(self) -> QueryDict | None:
        """What a form sent, or None when the page is only looked at."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def user_id(self) -> UUID:
        if self.actor.id is None:
            raise PermissionDenied
        return self.actor.id

    def show(self, template: str, **page: Any) -> HttpResponse:
        """The page; a form that could not be taken is shown with status 422."""
        form = page.get("form")
        status = page.pop("status", None) or (_REFUSED if form is not None and form.errors else 200)
        return render(self.request, template, {**page, "visit": self}, status=status)

    def require_recent(self) -> None:
        """What is about to change is sensitive: ask first who sits there, if that was long ago."""
        doors.require_recent(self.request)

    def shown_once(self, codes: Sequence[str], *, done: str, next_: str) -> HttpResponse:
        """Recovery codes on the answer itself, for they are not kept; or what was done."""
        messages.success(self.request, done)
        if not codes:
            return redirect(next_)
        return self.show("security/recovery_codes.jinja", codes=codes, next=next_)

    def submit(
        self,
        form: PageForm,
        act: Callable[[], str],
        *,
        done: str,
        links: Mapping[str, str] | None = None,
    ) -> HttpResponse | None:
        """Do once what a valid form asks; None when it was refused, with the reasons on the form.

        `act` runs the command and returns the address to go on to. `links` says where each
        relation that a refusal names is mended.
        """
        try:
            sent = submit_once(
                form.cleaned_data["ticket"],
                user_id=self.user_id,
                act=lambda: self._guarded(form, act),
            )
        except (NotFound, NotRecent, Denied):
            raise
        except Refusal as refusal:
            form.add_refusal(refusal, links=links or {})
            return None
        messages.success(self.request, SENT_ALREADY if sent.repeated else done)
        self._warn(form)
        return redirect(sent.location)

    def _guarded(self, form: PageForm, act: Callable[[], str]) -> str:
        """Whoever says that a number is no patient's is named in the log, with the change."""
        form.log_confirmations(door=self._door, actor=self.actor, now=self.now)
        return act()

    def _warn(self, form: PageForm) -> None:
        """Point out what was kept and may not belong there, without repeating it."""
        for name in form.text_warnings:
            label = form.fields[name].label
            messages.warning(self.request, f"What you wrote at “{label}” {_HOLDS_A_NUMBER}")

    @property
    def _door(self) -> str:
        match = self.request.resolver_match
        return f"page {match.url_name if match else ''}".strip()


View = Callable[Concatenate[Visit, Parameters], HttpResponse]


def page(view: View[Parameters]) -> Callable[..., HttpResponse]:
    """Makes a view of a page: signed in, read or sent, and refusals told as pages."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(
        request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.signed_in:
            return ask_to_sign_in(request)
        visit = Visit(request=request, actor=actor, now=clock.now())
        try:
            return view(visit, *args, **kwargs)
        except NotFound as refusal:
            raise Http404(refusal.sentence) from None
        except NotRecent:
            return ask_to_confirm(request)
        except Denied as refusal:
            raise PermissionDenied(refusal.sentence) from None
        except Invalid as refusal:
            # No form said it: the address itself was put together by hand.
            raise BadRequest(refusal.sentence) from None

    return answer
