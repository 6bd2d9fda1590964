"""What start_testing asks for, asked row by row with the ORM: P01, P08, P09 and three sign-offs."""

from __future__ import annotations

from datetime import date

from people.models import Employment
from projects.models import Measure, MeasurePoint, Project, SignOff, TeamMembership


def unmet(project: Project, on: date) -> list[str]:
    """Everything that holds the step back."""
    found = [
        f"P01 {team}"
        for team in ("oversight", "point_of_care")
        if not any(_counts(member, project, on) for member in _partners(project, team, on))
    ]
    if project.method == "always_event" and not (project.vision and _signed(project, "vision", on)):
        found.append("vision_agreed")
    if not (project.aim and _signed(project, "aim", on)):
        found.append("aim_agreed")
    found += [
        f"P08 and P09 {family}"
        for family in ("outcome", "process")
        if not any(_begun(measure) for measure in _measures(project, family, on))
    ]
    if not _signed(project, "start_testing", on, since=project.stage_since):
        found.append("partner_sign_off")
    return found


def _measures(project: Project, family: str, on: date) -> list[Measure]:
    rows = Measure.objects.filter(project=project, family=family, begins_on__lte=on)
    return list(rows.exclude(definition="").exclude(ended_on__lt=on))


def _begun(measure: Measure) -> bool:
    points = MeasurePoint.objects.filter(measure=measure, superseded_at__isnull=True)
    counted = points.filter(denominator__gt=0).count()
    return counted >= 8 or bool(counted and measure.baseline_plan)


def _partners(project: Project, team: str, on: date) -> list[TeamMembership]:
    rows = TeamMembership.objects.filter(
        project=project, team=team, role="partner", superseded_at__isnull=True, from_date__lte=on
    )
    return list(rows.exclude(to_date__lt=on).exclude(capacity="learnt").select_related("person"))


def _counts(member: TeamMembership, project: Project, on: date) -> bool:
    employed = (
        Employment.objects.filter(
            person=member.person,
            employer_id=project.organisation_id,
            confirmed=True,
            basis__in=["contract", "bank"],
            superseded_at__isnull=True,
            from_date__lte=on,
        )
        .exclude(to_date__lt=on)
        .exists()
    )
    removed = member.person.removed_on is not None and member.person.removed_on <= on
    return bool(member.relevant_experience) and not employed and not removed


def _signed(project: Project, about: str, on: date, *, since: date | None = None) -> bool:
    rows = SignOff.objects.filter(
        project=project,
        about=about,
        given_as="partner",
        given_on__lte=on,
        superseded_at__isnull=True,
    )
    if since:
        rows = rows.filter(given_on__gte=since)
    return rows.exists()
