"""Every golden vector of the two reference packages."""

import pytest

from projects.spc.wire import expected
from tests.unit.spc.comparison import BESIDE, COPIED, Json, cases, differences

SYNTHETIC = [
    *cases(COPIED / "spc_vectors.json"),
    *cases(COPIED / "spc_vectors_qicharts2.json"),
]
REAL_FILES = ("spc_vectors_real.json", "spc_vectors_qicharts2_real.json")

# Where the reference stops, a gap simply is no trend (docs/spc-vectors.md).
STOPS_ON_GAPS = "na_in_seven_point_window_without_a_contradicting_step"


def diverges(case: Json) -> bool:
    return case["expected"].get("error") == STOPS_ON_GAPS


def supported(case: Json) -> bool:
    return case["input"].get("method", "anhoej") == "anhoej"


def identified(chosen: list[Json]) -> list[Json]:
    return [pytest.param(case, id=case["id"]) for case in chosen]


class TestSyntheticVectors:
    @pytest.mark.parametrize(
        "case",
        identified([case for case in SYNTHETIC if supported(case) and not diverges(case)]),
    )
    def test_equal_the_reference(self, case):
        found = expected({"chart": case["chart"], "input": case["input"]})

        assert differences(case["expected"], found) == []

    @pytest.mark.parametrize("case", identified([case for case in SYNTHETIC if diverges(case)]))
    def test_that_stop_the_reference_have_no_trend_across_the_gap(self, case):
        points = expected({"chart": case["chart"], "input": case["input"]})["points"]

        assert points["trend"] == [0] * len(points["value"])
        assert None not in points["mean"]

    @pytest.mark.parametrize(
        "case", identified([case for case in SYNTHETIC if not supported(case)])
    )
    def test_of_other_methods_are_refused_by_name(self, case):
        found = expected({"chart": case["chart"], "input": case["input"]})

        assert found == {"error": "unsupported_method"}

    def test_are_all_there(self):
        assert len(SYNTHETIC) == 183 + 122


class TestRealVectors:
    @pytest.mark.parametrize("name", REAL_FILES)
    def test_equal_the_reference(self, name):
        if not (BESIDE / name).exists():
            pytest.skip(f"../shared/spc/{name} is not here: the real vectors were not compared")

        wrong = {
            case["id"]: found
            for case in cases(BESIDE / name)
            if (found := differences(case["expected"], expected(case)))
        }

        assert wrong == {}
