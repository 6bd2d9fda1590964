"""The fixed lists of words that the API takes; `tests` compare them with the tables' own."""

METHODS = ("always_event", "model_for_improvement")
STAGES = (
    "draft",
    "setup",
    "co_design",
    "testing",
    "implementing",
    "spreading",
    "sustained",
    "paused",
    "stopped",
    "archived",
)
TEAMS = ("oversight", "point_of_care", "support")
ROLES = (
    "executive_sponsor",
    "sponsor_deputy",
    "oversight_lead",
    "project_lead",
    "partner",
    "point_of_care_staff",
    "coach",
    "measurement_lead",
)
CAPACITIES = ("lived", "learnt", "both")
INVOLVEMENTS = ("big_i", "little_i")
ABOUT = (
    "charter",
    "vision",
    "aim",
    "start_testing",
    "complete_testing",
    "declare_reliable",
    "declare_sustained",
)
GIVEN_AS = ("sponsor", "partner", "coach")
WAYS = ("in_person", "meeting", "telephone", "letter", "online", "other")
STOP_REASONS = (
    "did_not_work",
    "not_needed",
    "priorities_changed",
    "no_capacity",
    "joined_another",
    "other",
)
DISPOSITIONS = ("kept", "handed_over", "deleted")
FAMILIES = ("outcome", "process", "balancing")
DATA_KINDS = (
    "proportion",
    "rate",
    "count",
    "value",
    "sample",
    "time_between",
    "cases_between",
)
DIRECTIONS = ("increase", "decrease", "neutral")
FREQUENCIES = ("day", "week", "month", "quarter", "irregular")
CHARTS = ("xmr", "run", "i", "ip", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s")
TARGET_SHAPES = ("step", "line")
MARKER_SORTS = ("note", "change")
SIGNAL_MEANINGS = ("improvement", "concern", "neutral_high", "neutral_low")
