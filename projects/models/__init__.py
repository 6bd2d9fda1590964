"""Tables of improvement projects: the project, who takes part, its charter and its sign-offs."""

from projects.models.charter import Charter, SignOff, SignOffAbout, SignOffAs, SignOffWay
from projects.models.opening import OpeningPosition
from projects.models.project import DataDisposition, Method, Project, Stage, StopReason
from projects.models.sharing import ProjectOrganisation
from projects.models.team import Capacity, Involvement, Team, TeamMembership, TeamRole

__all__ = [
    "Capacity",
    "Charter",
    "DataDisposition",
    "Involvement",
    "Method",
    "OpeningPosition",
    "Project",
    "ProjectOrganisation",
    "SignOff",
    "SignOffAbout",
    "SignOffAs",
    "SignOffWay",
    "Stage",
    "StopReason",
    "Team",
    "TeamMembership",
    "TeamRole",
]
