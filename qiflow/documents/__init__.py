"""The pages under docs/generated, written from what the code registers.

Nothing here is a second list: rules, events, thresholds, gates, roles and state graphs are read
from where they are defined, so a page cannot say what the code does not do.
"""

from __future__ import annotations

from qiflow.documents import (
    api_fields,
    asyncapi,
    description,
    edge_cases,
    event_catalogue,
    files,
    gates,
    opening_position,
    permissions,
    rulebook,
    standards,
    state_graphs,
)


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    return {
        **state_graphs.pages(),
        **edge_cases.pages(),
        "rulebook.md": rulebook.page(),
        "standards.md": standards.page(),
        "event-catalogue.md": event_catalogue.page(),
        "asyncapi.json": asyncapi.document(),
        "files.md": files.page(),
        "gates.md": gates.page(),
        "permissions.md": permissions.page(),
        "opening-position.md": opening_position.page(),
        "openapi.json": description.document(),
        "api-fields.md": api_fields.page(),
    }
