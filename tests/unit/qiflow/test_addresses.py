"""Addresses as a tree."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.urls.converters import (
    IntConverter,
    PathConverter,
    SlugConverter,
    StringConverter,
    UUIDConverter,
)
from django.urls.resolvers import RoutePattern

from projects.api.measures.urls import DayConverter
from qiflow import urls
from qiflow.addresses import Address, tree
from qiflow.api import urls as api
from web import urls as web
from workflows.api import health

SAMPLES = {
    UUIDConverter: UUID(int=7),
    SlugConverter: "a-word",
    StringConverter: "a word",
    PathConverter: "a/b",
    IntConverter: 7,
    DayConverter: "2027-03-31",
}


def view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def leaves(addresses: list[Address], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for address in addresses:
        route = before + str(address.pattern)
        if isinstance(address, URLResolver):
            yield from leaves(address.url_patterns, route)
        else:
            yield route, address


def root(addresses: list[Address]) -> URLResolver:
    return URLResolver(RoutePattern(""), addresses)


class TestTree:
    def test_writes_a_shared_segment_once_and_keeps_what_stands_alone(self):
        flat = [
            path("projects", view, name="projects"),
            path("projects/register", view, name="register"),
            path("projects/<uuid:key>/team", view, name="team"),
            path("projects/<uuid:key>/aim", view, name="aim"),
            path("help/me/now", view, name="help"),
        ]

        found = tree([path("", include(flat))])

        assert [str(address.pattern) for address in found] == [
            "projects",
            "projects/",
            "help/me/now",
        ]
        assert {name.name: route for route, name in leaves(found)} == {
            str(one.name): str(one.pattern) for one in flat
        }

    def test_finds_the_later_of_two_where_the_first_does_not_go_on(self):
        found = root(tree([path("<slug:kind>/new", view), path("files/old", view, name="old")]))

        assert found.resolve("files/old").url_name == "old"

    def test_refuses_what_is_not_written_as_a_path(self):
        with pytest.raises(TypeError, match="path"):
            tree([re_path("^x$", view)])


#: As they are written, in their order, before they become a tree.
WRITTEN = [
    *leaves(api.urlpatterns, "api/"),
    *leaves(health.urlpatterns),
    *leaves(web.urlpatterns),
]


class TestAddressesOfTheService:
    def test_are_all_there_under_their_names(self):
        found = {(route, one.callback, one.name) for route, one in leaves(urls.urlpatterns)}

        assert found == {(route, one.callback, one.name) for route, one in WRITTEN}

    def test_lead_where_the_first_that_fits_did(self):
        one_after_another = root([path(route, one.callback) for route, one in WRITTEN])
        as_tree = root(urls.urlpatterns)

        for route, _address in WRITTEN:
            asked = sample(route)
            assert as_tree.resolve(asked).func is one_after_another.resolve(asked).func, route


def sample(route: str) -> str:
    """An address that fits a route."""
    values = path(route, view).pattern.converters
    segments = []
    for segment in route.split("/"):
        name = segment.strip("<>").rpartition(":")[2] if segment.startswith("<") else ""
        segments.append(str(SAMPLES[type(values[name])]) if name else segment)
    return "/".join(segments)
