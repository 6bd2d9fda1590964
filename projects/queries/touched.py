"""Which projects must be checked again when something elsewhere changes; for reactions."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from projects.models import Project, ProjectOrganisation, TeamMembership


def projects_of_people(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Projects on whose teams these people are, were or will be."""
    rows = TeamMembership.objects.current().filter(person_id__among=set(person_ids))
    return frozenset(rows.values_list("project_id", flat=True))


def projects_of_organisations(organisation_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Projects that these organisations keep or take part in; as after a changed standard."""
    wanted = set(organisation_ids)
    own = Project.objects.filter(organisation_id__in=wanted).values_list("id", flat=True)
    shared = ProjectOrganisation.objects.current().filter(participant_id__in=wanted)
    return frozenset(own) | frozenset(shared.values_list("project_id", flat=True))
