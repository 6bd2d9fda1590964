"""Tables of improvement projects: the project, who takes part, its charter and its sign-offs."""

from projects.models.charter import Charter, SignOff, SignOffAbout, SignOffAs, SignOffWay
from projects.models.measure import Chart, DataKind, Direction, Frequency, Measure, MeasureFamily
from projects.models.measure_data import (
    MarkerSort,
    MeasureMarker,
    MeasurePoint,
    MeasureRebase,
    MeasureSignal,
    MeasureTarget,
    SignalMeaning,
    TargetShape,
)
from projects.models.opening import OpeningPosition
from projects.models.project import DataDisposition, Method, Project, Stage, StopReason
from projects.models.sharing import ProjectOrganisation
from projects.models.team import Capacity, Involvement, Team, TeamMembership, TeamRole

__all__ = [
    "Capacity",
    "Chart",
    "Charter",
    "DataDisposition",
    "DataKind",
    "Direction",
    "Frequency",
    "Involvement",
    "MarkerSort",
    "Measure",
    "MeasureFamily",
    "MeasureMarker",
    "MeasurePoint",
    "MeasureRebase",
    "MeasureSignal",
    "MeasureTarget",
    "Method",
    "OpeningPosition",
    "Project",
    "ProjectOrganisation",
    "SignOff",
    "SignOffAbout",
    "SignOffAs",
    "SignOffWay",
    "SignalMeaning",
    "Stage",
    "StopReason",
    "TargetShape",
    "Team",
    "TeamMembership",
    "TeamRole",
]
