"""Thresholds of the rules and steps of projects; those of charts are in `projects.measures`."""

from kernel.rules.standards import define

PARTNER_GAP_DAYS = define(
    "partner_gap_days",
    sentence="A project's team may be without a patient partner for this long before it fails.",
    unit="days",
    default=30,
    maximum=365,
    source="QIflow field notes 12.2 P01, 15 item 8",
)
POINT_OF_CARE_DAYS = define(
    "partner_point_of_care_days",
    sentence="A partner joins the point-of-care team at the latest this long after approval.",
    unit="days",
    default=60,
    maximum=365,
    source="QIflow field notes 15 item 8",
)
SPONSOR_GAP_DAYS = define(
    "sponsor_gap_days",
    sentence="A project may be without an executive sponsor for this long before it fails.",
    unit="days",
    default=60,
    maximum=365,
    source="QIflow field notes 12.2 P02; Always Events Journey, NHS England",
)
LOOK_AHEAD_DAYS = define(
    "project_look_ahead_days",
    sentence="A project is shown at risk this long before a requirement fails.",
    unit="days",
    default=90,
    maximum=365,
    source="QIflow field notes 12.0 (look-ahead, default 90 days)",
)
PAUSE_REVIEW_DAYS = define(
    "pause_review_days",
    sentence="A paused project is looked at again within this time.",
    unit="days",
    default=90,
    minimum=1,
    maximum=365,
    source="QIflow field notes 13.1 (pause)",
)
ARCHIVE_AFTER_DAYS = define(
    "archive_after_days",
    sentence="A closed project is archived by itself after this time.",
    unit="days",
    default=90,
    source="QIflow field notes 13.1 (archive)",
)
MEASURES_GAP_DAYS = define(
    "measures_gap_days",
    sentence="A project in testing may be without a family of measures for this long.",
    unit="days",
    default=30,
    maximum=365,
    source="QIflow field notes 12.2 P08 (time inferred)",
)
BASELINE_POINTS = define(
    "baseline_points",
    sentence="A baseline has at least this many points.",
    unit="points",
    default=8,
    minimum=1,
    maximum=60,
    source="QIflow field notes 12.2 P09 (inferred)",
)
RELIABLE_PERIODS = define(
    "reliable_periods",
    sentence="A process is reliable when it met its target in this many periods in a row.",
    unit="periods",
    default=3,
    minimum=1,
    maximum=24,
    source="QIflow field notes 2.6 (inferred); Federico, What is the goal of reliable design, IHI",
)
RELIABLE_LEAST = define(
    "reliable_opportunities",
    sentence="Where only a sample is counted, each of these periods has this many opportunities.",
    unit="opportunities",
    default=20,
    maximum=1000,
    source="QIflow field notes 2.6 (inferred)",
)
RELIABLE_IN_DAYS = define(
    "reliable_in_days",
    sentence="A project may be implementing this long before it ought to be reliable.",
    unit="days",
    default=180,
    maximum=1000,
    source="QIflow field notes 12.2 P13 (time inferred)",
)
HELD_PERIODS = define(
    "held_periods",
    sentence="Whether reliability is held is judged by this many latest periods.",
    unit="periods",
    default=4,
    minimum=1,
    maximum=24,
    source="QIflow field notes 12.2 P14 (inferred)",
)
HELD_MISSES = define(
    "held_misses",
    sentence="Reliability is no longer held when the target was missed in so many of them.",
    unit="periods",
    default=2,
    minimum=1,
    maximum=24,
    source="QIflow field notes 12.2 P14 (inferred)",
)
SUSTAINED_PERIODS = define(
    "sustained_periods",
    sentence="A project is sustained when reliability was held for this many periods.",
    unit="periods",
    default=6,
    minimum=1,
    maximum=24,
    source="QIflow field notes 2.6, 13.1 (inferred)",
)
DATA_LAG_DAYS = define(
    "data_lag_days",
    sentence="Data of a period are in this long after its end; a measure may have its own time.",
    unit="days",
    default=15,
    maximum=365,
    source="QIflow field notes 12.2 P15, 15 item 14; Always Events Journey (monthly report)",
)
DATA_LOOK_AHEAD_DAYS = define(
    "data_look_ahead_days",
    sentence="Missing data are shown at risk this long before they are due.",
    unit="days",
    default=7,
    maximum=90,
    source="QIflow field notes 12.0 "
    "(look-ahead; a period's data cannot be in 90 days before its end)",
)
