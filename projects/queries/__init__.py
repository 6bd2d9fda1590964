"""Every read of projects, always scoped to an actor; pages and API use nothing else."""

from projects.queries.history import project_history
from projects.queries.papers import charters, sign_offs
from projects.queries.projects import get_project, titles, visible_projects, with_words
from projects.queries.steps import NextStep, available_steps, next_steps
from projects.queries.team import participants, team
from projects.queries.touched import projects_of_organisations, projects_of_people

__all__ = [
    "NextStep",
    "available_steps",
    "charters",
    "get_project",
    "next_steps",
    "participants",
    "project_history",
    "projects_of_organisations",
    "projects_of_people",
    "sign_offs",
    "team",
    "titles",
    "visible_projects",
    "with_words",
]
