"""Addresses as a tree: found segment by segment, not one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

Address = URLPattern | URLResolver
#: The route of an address, and the address under it; what has a namespace stays together.
_Routed = tuple[str, Address]


def tree(addresses: Iterable[Address]) -> list[Address]:
    """The same addresses with every first segment that several share written once.

    Django tries addresses in turn. A request to one of five hundred would be compared with
    hundreds of patterns before its own; in a tree it meets a few at each segment.
    """
    return _branches(list(_flat(addresses, "")))


def _flat(addresses: Iterable[Address], before: str) -> Iterator[_Routed]:
    for address in addresses:
        if not isinstance(address.pattern, RoutePattern):
            raise TypeError(f"{address!r} is not written with path().")
        route = before + str(address.pattern)
        if isinstance(address, URLResolver) and not address.namespace:
            yield from _flat(address.url_patterns, route)
        else:
            yield route, address


def _branches(routed: list[_Routed]) -> list[Address]:
    shared: dict[str, list[_Routed]] = {}
    for route, address in routed:
        head, slash, rest = route.partition("/")
        # The whole route where nothing follows its first segment: it is a leaf.
        shared.setdefault(head + slash, []).append((rest, address))
    found: list[Address] = []
    for head, below in shared.items():
        if head.endswith("/"):
            found.append(_branch(head, below))
        else:
            found.extend(_leaf(head + rest, address) for rest, address in below)
    return found


def _branch(head: str, below: list[_Routed]) -> Address:
    if len(below) == 1:
        rest, address = below[0]
        return _leaf(head + rest, address)
    return path(head, include(_branches(below)))


def _leaf(route: str, address: Address) -> Address:
    if isinstance(address, URLPattern):
        return path(route, address.callback, address.default_args, address.name)
    below = (tree(address.url_patterns), str(address.app_name))
    return path(route, include(below, namespace=address.namespace))
