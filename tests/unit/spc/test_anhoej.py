"""The Anhoej rules, number by number."""

import pytest

from projects.spc.anhoej import longest_run_max, n_crossings_min, run_statistics


class TestLimits:
    # As R 4.5 computes round(log2(n)) + 3 and qbinom(0.05, n - 1, 0.5).
    @pytest.mark.parametrize(
        ("n_useful", "longest", "crossings"),
        [(10, 6, 2), (12, 7, 3), (15, 7, 4), (20, 7, 6), (24, 8, 8), (28, 8, 9), (34, 8, 12)],
    )
    def test_equal_the_reference(self, n_useful, longest, crossings):
        assert longest_run_max(n_useful) == longest
        assert n_crossings_min(n_useful) == crossings

    def test_stay_exact_where_the_distribution_no_longer_fits_a_float(self):
        assert 880 < n_crossings_min(2_000) < 1_000


class TestRunStatistics:
    def test_points_on_the_line_and_gaps_neither_break_nor_extend_a_run(self):
        found = run_statistics([1, 5, 1, None, 1, 9, 5], centre=5)

        assert (found.n_useful, found.longest_run, found.n_crossings) == (4, 3, 1)

    def test_no_useful_point_gives_no_verdict(self):
        found = run_statistics([5, None, 5], centre=5)

        assert (found.n_useful, found.longest_run, found.runs_signal) == (0, None, False)
