"""The base of every JSON door."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import IO, Any, ClassVar

import orjson
from django.http import QueryDict
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from kernel import clock
from kernel.actors import Actor
from kernel.api import filters as query_filters
from kernel.api.fields import Strict
from kernel.api.guard import CONFIRMATION, WARNING, Guard
from kernel.api.pages import DEFAULT_LIMIT, Cursor, Limit, Page, write_cursor
from kernel.api.permissions import SignedIn
from kernel.api.throttle import PerCaller
from kernel.confirmations import log_confirmed
from kernel.idempotency import Answer, once
from kernel.versions import etag, read_etag


class ApiView(APIView):
    """One address. Reads the clock once, checks query and body, answers in one form."""

    permission_classes: ClassVar[list[type[BasePermission]]] = [SignedIn]  # type: ignore[misc]
    throttle_classes: ClassVar[list[type[BaseThrottle]]] = [PerCaller]  # type: ignore[misc]
    #: The query parameters that GET takes.
    filters: ClassVar[Mapping[str, query_filters.Filter]] = {}
    #: A list takes `limit` and `cursor` as well.
    paged: ClassVar[bool] = False
    #: What the query says does not count, whatever it is: a file is what it is.
    ignores_query: ClassVar[bool] = False
    #: The thing has a version, so that changes of it may or must name it in If-Match.
    versioned: ClassVar[bool] = True
    #: Names in the answer that are shown once and never stored with an Idempotency-Key.
    shown_once: ClassVar[tuple[str, ...]] = ()

    @property
    def actor(self) -> Actor:
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        return clock.london_date(self.now)

    @property
    def expected_version(self) -> int:
        """What If-Match says; see `kernel.versions`."""
        return read_etag(self.request.headers.get("If-Match"))

    @cached_property
    def guard(self) -> Guard:
        """The text guard of this request, with what the caller says about its text."""
        return Guard.of_header(self.request.headers.get(CONFIRMATION))

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        guard: Guard | None = self.__dict__.get("guard")  # none where its header was refused
        if guard and guard.warnings:
            answer[WARNING] = ", ".join(guard.warnings)
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            self.http_method_not_allowed(request)
        _ = self.guard  # its header is read with the others, whatever text there is
        sent = QueryDict() if self.ignores_query else request.GET
        self._sent = query_filters.read(sent, self._known_filters())

    @classmethod
    def _known_filters(cls) -> dict[str, query_filters.Filter]:
        paging: dict[str, query_filters.Filter] = (
            {"limit": Limit(), "cursor": Cursor()} if cls.paged else {}
        )
        return {**cls.filters, **paging}

    def query(self) -> dict[str, Any]:
        """The filters that were sent, read and checked; absent ones are left out."""
        return {name: value for name, value in self._sent.items() if name in self.filters}

    def page(self) -> Page:
        """The page that was asked for."""
        return Page(limit=self._sent.get("limit", DEFAULT_LIMIT), after=self._sent.get("cursor"))

    def body(self, serializer: type[Strict], *, partial: bool = False) -> dict[str, Any]:
        """The checked values of the request body; what was confirmed about its text is logged."""
        checked = serializer(data=self.request.data, partial=partial, context={"guard": self.guard})
        checked.is_valid(raise_exception=True)
        values = dict(checked.validated_data)
        log_confirmed(
            self.guard.confirmed,
            door=f"{self.request.method} {self._door()}",
            organisation_id=values.get("organisation_id"),
            actor=self.actor,
            now=self.now,
        )
        return values

    def _door(self) -> str:
        """The address without what it names: `projects/transitions`."""
        match = self.request.resolver_match
        route = match.route if match else ""
        parts = [part for part in route.split("/") if part and "<" not in part]
        return "/".join(parts[2:])

    def listing(
        self,
        rows: Sequence[Mapping[str, Any]],
        page: Page,
        *,
        key: Callable[[Mapping[str, Any]], Sequence[Any]],
        show: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    ) -> Response:
        """A page of rows; `rows` has up to one more than asked, `key` is the sort key of a row."""
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        cursor = write_cursor(key(shown[-1])) if more and shown else None
        results = [show(row) for row in shown] if show else list(shown)
        return Response({"results": results, "next_cursor": cursor})

    def once(self, work: Callable[[], Response]) -> Response:
        """Run a POST with its Idempotency-Key, if one was sent."""

        def answer() -> Answer:
            response = work()
            headers = {name: response[name] for name in ("ETag", "Location") if name in response}
            # As the renderer writes it, so that a repeat is the same text.
            kept = orjson.loads(orjson.dumps(response.data, option=orjson.OPT_UTC_Z, default=str))
            for name in self.shown_once:
                kept.pop(name, None)
            fresh.append(response)
            return Answer(status=response.status_code, body=kept, headers=headers)

        fresh: list[Response] = []
        given, repeated = once(
            actor=self.actor,
            key=self.request.headers.get("Idempotency-Key"),
            fingerprint=self._fingerprint(),
            work=answer,
        )
        if not repeated:
            return fresh[-1]
        return Response(
            given.body, status=given.status, headers={**given.headers, "Idempotent-Replay": "true"}
        )

    def _fingerprint(self) -> bytes:
        """What makes a request the same one. Nothing of its body has been looked at yet.

        So it is written by `json`: orjson refuses numbers beyond 64 bits and halves of characters.
        """
        body = json.dumps(self.request.data, sort_keys=True, default=_digest)
        return f"{self.request.method} {self.request.get_full_path()}\n{body}".encode()

    @staticmethod
    def shown(data: Any, *, version: int | None = None, status: int = 200) -> Response:
        """A thing, with its version as ETag."""
        return Response(data, status=status, headers={"ETag": etag(version)} if version else None)

    @staticmethod
    def created(data: Any, *, version: int | None, at: str) -> Response:
        """A new thing: 201 with its address."""
        headers = {"Location": at} | ({"ETag": etag(version)} if version else {})
        return Response(data, status=201, headers=headers)


def _digest(file: IO[bytes]) -> str:
    """A file has no JSON; its hash stands for it."""
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest
