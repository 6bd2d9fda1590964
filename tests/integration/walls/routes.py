"""What the service really offers: its addresses, from the resolver and from the description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from qiflow.api.description import description

API = "/api/v1/"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_NAME = re.compile(r"\{\w+\}")


def resolved() -> set[tuple[str, str]]:
    """Method and path of every address of the resolver, with its parameters as `{}`."""
    return {
        (method, path)
        for pattern, path in _patterns(get_resolver().url_patterns, "/")
        for method in _methods(pattern)
    }


def described() -> set[tuple[str, str]]:
    """The same from the OpenAPI description."""
    return {
        (method.upper(), bare(path))
        for path, operations in description()["paths"].items()
        for method in operations
        if method.upper() in METHODS
    }


def bare(path: str) -> str:
    return _NAME.sub("{}", path)


def _patterns(
    patterns: Iterable[URLPattern | URLResolver], before: str
) -> Iterator[tuple[URLPattern, str]]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, path)
        else:
            yield one, _CONVERTER.sub("{}", path)


def _methods(pattern: URLPattern) -> list[str]:
    view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
    if view is None:
        return ["GET"]
    return [method for method in METHODS if hasattr(view, method.lower())]
