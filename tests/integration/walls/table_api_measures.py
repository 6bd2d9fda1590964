"""Doors to measures: of a project, which may be shared, and of an organisation alone."""

from __future__ import annotations

from tests.integration.walls.declaring import changes, lists, makes, reads
from tests.integration.walls.doors import NOBODY, OPEN

_READ = ("project.read",)
_KEEP = ("project.manage", "project.lead", "project.coach")
_MANAGE = ("measure.manage",)
_MEASURE = "measures/{measure}"
_ALONE = "measures/{measure_alone}"
_WHAT = {"name": "x", "data_kind": "count", "frequency": "month"}
_POINTS = {"points": [{"on_date": "2026-01-01", "numerator": 1, "denominator": 2}]}
_DAY = {"on_date": "2026-01-01"}

MEASURES = (
    lists("measures"),
    lists("measures/summary"),
    lists("exports/measures"),
    # Not everybody who asks has measures that count the same.
    lists("measures/pooled?family=outcome", ok=400),
    makes("measures", _KEEP, {"project_id": "{project}", **_WHAT}, shared=NOBODY),
    reads("projects/{project}/measures", _READ, shared=OPEN),
    reads(_MEASURE, _READ, shared=OPEN),
    changes("PATCH", _MEASURE, _KEEP, {"name": "x"}, shared=NOBODY),
    changes("DELETE", _MEASURE, _KEEP, None, shared=NOBODY),
    changes("POST", f"{_MEASURE}/end", _KEEP, {"ended_on": None}, shared=NOBODY),
    reads(f"{_MEASURE}/history", _READ, shared=OPEN),
    reads(f"{_MEASURE}/points", _READ, shared=OPEN),
    changes("PUT", f"{_MEASURE}/points", _KEEP, _POINTS, shared=NOBODY),
    changes("DELETE", f"{_MEASURE}/points/2026-01-01", _KEEP, None, shared=NOBODY),
    reads(f"{_MEASURE}/targets", _READ, shared=OPEN),
    changes("POST", f"{_MEASURE}/targets", _KEEP, {**_DAY, "value": 95}, shared=NOBODY),
    changes(
        "DELETE", f"{_MEASURE}/targets/{{target}}", _KEEP, None, shared=NOBODY, mixed=("target",)
    ),
    reads(f"{_MEASURE}/rebases", _READ, shared=OPEN),
    changes("POST", f"{_MEASURE}/rebases", _KEEP, {**_DAY, "reason": "x"}, shared=NOBODY),
    changes(
        "DELETE", f"{_MEASURE}/rebases/{{rebase}}", _KEEP, None, shared=NOBODY, mixed=("rebase",)
    ),
    reads(f"{_MEASURE}/markers", _READ, shared=OPEN),
    changes("POST", f"{_MEASURE}/markers", _KEEP, {**_DAY, "words": "x"}, shared=NOBODY),
    changes(
        "DELETE", f"{_MEASURE}/markers/{{marker}}", _KEEP, None, shared=NOBODY, mixed=("marker",)
    ),
    reads(f"{_MEASURE}/signals", _READ, shared=OPEN),
    reads(f"{_MEASURE}/chart", _READ, shared=OPEN),
    reads(f"{_MEASURE}/chart.svg", _READ, shared=OPEN),
    reads(f"{_MEASURE}/chart.png", _READ, shared=OPEN),
    reads(f"{_MEASURE}/slide.pptx", _READ, shared=OPEN),
    reads(f"{_MEASURE}/data.csv", _READ, shared=OPEN),
)

#: The same doors to a measure that belongs to no project.
OTHER_MEASURES = (
    makes("measures", _MANAGE, {"organisation_id": "{organisation}", **_WHAT}),
    reads(_ALONE, _READ),
    reads(f"{_ALONE}/chart", _READ),
    changes("PATCH", _ALONE, _MANAGE, {"name": "x"}),
    changes("PUT", f"{_ALONE}/points", _MANAGE, _POINTS),
    changes("POST", f"{_ALONE}/rebases", _MANAGE, {**_DAY, "reason": "x"}),
)
