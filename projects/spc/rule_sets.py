"""The versioned rule sets: every number that decides what an XmR chart calls a signal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The numbers of one edition of an XmR method; a stored analysis names its edition.

    Units: counts of consecutive points; multiples of the mean moving range.
    """

    name: str
    version: int
    source: str
    limit_factor: float
    screening_factor: float
    shift_points: int
    trend_points: int
    near_points: int
    trial_below: int
    shortest_fix: int

    @property
    def key(self) -> str:
        """The name under which a stored result says how it was made."""
        return f"{self.name}.v{self.version}"

    @property
    def near_limit_factor(self) -> float:
        """Distance of the near limits from the mean: two of the three sigma.

        Source: NHSRplotthedots 0.2.2, ptd_spc_standard.
        """
        return 2 * self.limit_factor / 3


MAKING_DATA_COUNT_V1 = RuleSet(
    name="making_data_count",
    version=1,
    source=(
        "NHS England Making Data Count, XmR rules as computed by NHSRplotthedots 0.2.2 "
        "(ptd_spc_standard, ptd_calculate_point_type)"
    ),
    # Source: NHSRplotthedots 0.2.2, ptd_spc_standard; Wheeler, Understanding Variation (2nd ed.),
    # chapter 3: 2.66 = 3 / d2 for ranges of two, rounded. The rounding matters at 0.01 %.
    limit_factor=2.66,
    # Source: NHSRplotthedots 0.2.2, ptd_spc_standard; D4 for ranges of two (Wheeler, appendix).
    screening_factor=3.267,
    # Source: NHS England, Making Data Count, "Special cause variation": seven on one side.
    shift_points=7,
    # Source: the same: seven consecutive points rising or falling, that is six steps.
    trend_points=7,
    # Source: the same: two of three consecutive points beyond the near limit.
    near_points=2,
    # Source: NHSRplotthedots 0.2.2, short_group_warning: fewer than 13 points are warned about.
    trial_below=13,
    # Source: NHSRplotthedots 0.2.2, ptd_spc: fix_after_n_points below 12 is refused.
    shortest_fix=12,
)

RULE_SETS = {rules.key: rules for rules in (MAKING_DATA_COUNT_V1,)}

CURRENT_RULES = MAKING_DATA_COUNT_V1
