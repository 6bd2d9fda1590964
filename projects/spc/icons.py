"""From signals to meaning: point types, the variation icon and the assurance icon."""

from projects.spc.xmr_values import Assurance, Direction, PointType

COMMON: PointType = "common_cause"

# Source: NHSRplotthedots 0.2.2, ptd_calculate_point_type: what a high (+1) and a low (-1) signal
# mean depends only on the direction in which the measure improves.
POINT_TYPES: dict[Direction, dict[int, PointType]] = {
    "increase": {0: COMMON, 1: "special_cause_improvement", -1: "special_cause_concern"},
    "decrease": {0: COMMON, 1: "special_cause_concern", -1: "special_cause_improvement"},
    "neutral": {0: COMMON, 1: "special_cause_neutral_high", -1: "special_cause_neutral_low"},
}

_VARIATION_ICONS: dict[tuple[Direction, PointType], str] = {
    ("increase", "special_cause_improvement"): "improvement_high",
    ("increase", "special_cause_concern"): "concern_low",
    ("decrease", "special_cause_improvement"): "improvement_low",
    ("decrease", "special_cause_concern"): "concern_high",
    ("neutral", "special_cause_neutral_high"): "neutral_high",
    ("neutral", "special_cause_neutral_low"): "neutral_low",
}

ASSURANCE_ICONS: dict[Assurance, str] = {
    "consistent_pass": "pass",
    "consistent_fail": "fail",
    "inconsistent": "inconsistent",
}


def variation_icon(direction: Direction, latest: PointType) -> str:
    """The icon of the latest point alone; an earlier signal does not matter.

    Source: NHSRplotthedots 0.2.2, ptd_get_icons.
    """
    return _VARIATION_ICONS.get((direction, latest), COMMON)


def assurance_type(
    direction: Direction, *, target: float | None, lower: float | None, upper: float | None
) -> Assurance | None:
    """Whether the process, left as it is, will meet its target; judged by its latest limits.

    None without a target or a direction. A target exactly on a limit, or limits that are
    undefined, promise nothing either way.

    Source: NHSRplotthedots 0.2.2, ptd_calculate_assurance_type.
    """
    if target is None or direction == "neutral":
        return None
    if upper is None or lower is None:
        return "inconsistent"
    if target > upper:
        return "consistent_fail" if direction == "increase" else "consistent_pass"
    if target < lower:
        return "consistent_pass" if direction == "increase" else "consistent_fail"
    return "inconsistent"
