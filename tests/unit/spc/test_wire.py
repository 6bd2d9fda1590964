"""Cases that are not what they should be."""

import pytest

from projects.spc.wire import expected

DATES = ["2026-01-01", "2026-02-01", "2026-03-01"]


def xmr(**given):
    return {"chart": "xmr", "input": {"dates": DATES, "values": [1, 2, 3], **given}}


def chart(kind, **given):
    return {"chart": kind, "input": {"x": [1, 2, 3], "values": [1, 2, 3], **given}}


class TestRefusals:
    @pytest.mark.parametrize(
        ("case", "code"),
        [
            (None, "invalid_case"),
            ({"chart": "xmr"}, "invalid_case"),
            ({"chart": ["xmr"], "input": {}}, "unknown_chart"),
            (xmr(dates=["2026-01-01", "2026-02-30", "2026-03-01"]), "invalid_dates"),
            (xmr(dates=None), "invalid_dates"),
            (xmr(dates=DATES[:2]), "lengths_differ"),
            (xmr(dates=[DATES[0], DATES[0], DATES[1]]), "duplicate_dates"),
            (xmr(dates=[], values=[]), "no_points"),
            (xmr(values=[1, "2", 3]), "invalid_values"),
            (xmr(values=[1, True, 3]), "invalid_values"),
            (xmr(values=[1, float("nan"), 3]), "value_out_of_range"),
            (xmr(values=[1, 10**400, 3]), "value_out_of_range"),
            (xmr(target=float("inf")), "value_out_of_range"),
            (xmr(improvement_direction="up"), "unknown_improvement_direction"),
            (xmr(improvement_direction=None), "unknown_improvement_direction"),
            (xmr(fix_after_n_points=11), "fix_after_n_points_below_12"),
            (xmr(fix_after_n_points=12.5), "invalid_fix_after_n_points"),
            (xmr(screen_outliers=1), "invalid_screen_outliers"),
            (xmr(rebase=["01/02/2026"]), "invalid_rebase"),
            (xmr(rebase=["20260101"]), "invalid_rebase"),
            (xmr(rebase=["2026-W01-4"]), "invalid_rebase"),
            (xmr(rebase={}), "invalid_rebase"),
            (xmr(dates="2026-01-01"), "lengths_differ"),
            (chart("p"), "rejected_by_reference"),
            (chart("t", values=[1, 0, 3]), "rejected_by_reference"),
            (chart("p", denominators=[1, 2]), "lengths_differ"),
            (chart("u", denominators=[1, -2, 3]), "negative_denominator"),
            (chart("run", method="bestbox"), "unsupported_method"),
            (chart("run", agg_fun="max"), "unknown_agg_fun"),
            (chart("run", x=[1, "2026-01-01", 3]), "invalid_x"),
            (chart("run", x=[1, float("nan"), 3]), "value_out_of_range"),
            (chart("run", part=[1.5]), "invalid_part"),
            (chart("run", part=[float("inf")]), "invalid_part"),
        ],
    )
    def test_name_what_is_wrong(self, case, code):
        assert expected(case) == {"error": code}

    def test_a_position_too_large_for_a_float_is_only_outside(self):
        assert expected(chart("run", freeze=10**400, part=[10**400])) == expected(chart("run"))

    def test_a_missing_option_has_its_usual_value(self):
        assert expected(chart("i"))["summary"]["parts"][0]["n_obs"] == 3
        assert expected(xmr())["summary"]["variation_icon"] == "common_cause"

    def test_a_bare_value_is_a_list_of_one_as_r_writes_it(self):
        assert expected(xmr(rebase="2026-02-01")) == expected(xmr(rebase=["2026-02-01"]))
        assert expected(chart("run", part=2)) == expected(chart("run", part=[2]))
        assert expected(xmr(dates=DATES[0], values=4))["points"]["value"] == [4]
        assert expected(chart("run", x=DATES[0], values=4))["points"]["x"] == [DATES[0]]
