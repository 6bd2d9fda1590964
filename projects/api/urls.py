"""Addresses of projects under /api/v1."""

from django.urls import path

from projects.api.measures.urls import urlpatterns as of_measures
from projects.api.openings import (
    OpeningPositionFormat,
    OpeningPositionItem,
    OpeningPositionList,
)
from projects.api.papers import CharterList, SignOffItem, SignOffList
from projects.api.projects import ProjectItem, ProjectList
from projects.api.steps import History, ManyTransitions, Transitions
from projects.api.team import ParticipantItem, ParticipantList, TeamItem, TeamList

_ONE = "projects/<uuid:project_id>"

urlpatterns = [
    path("projects", ProjectList.as_view(), name="projects"),
    path("projects/transitions", ManyTransitions.as_view(), name="projects-transitions"),
    path(_ONE, ProjectItem.as_view(), name="project"),
    path(f"{_ONE}/team", TeamList.as_view(), name="project-team"),
    path(f"{_ONE}/team/<uuid:membership_id>", TeamItem.as_view(), name="project-membership"),
    path(f"{_ONE}/organisations", ParticipantList.as_view(), name="project-organisations"),
    path(
        f"{_ONE}/organisations/<uuid:participation_id>",
        ParticipantItem.as_view(),
        name="project-participation",
    ),
    path(f"{_ONE}/charter", CharterList.as_view(), name="project-charter"),
    path(f"{_ONE}/sign-offs", SignOffList.as_view(), name="project-sign-offs"),
    path(f"{_ONE}/sign-offs/<uuid:sign_off_id>", SignOffItem.as_view(), name="project-sign-off"),
    path(f"{_ONE}/transitions", Transitions.as_view(), name="project-transitions"),
    path(f"{_ONE}/history", History.as_view(), name="project-history"),
    path("opening-positions", OpeningPositionList.as_view(), name="opening-positions"),
    path(
        "opening-positions/format", OpeningPositionFormat.as_view(), name="opening-position-format"
    ),
    path(
        "opening-positions/<uuid:opening_position_id>",
        OpeningPositionItem.as_view(),
        name="opening-position",
    ),
    *of_measures,
]
