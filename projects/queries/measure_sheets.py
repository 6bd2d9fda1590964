"""A measure's chart with everything that it takes with it when it leaves its page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from kernel.actors import Actor
from kernel.errors import NotFound
from people.queries import organisation_names
from projects.measures.downloads import Sheet, sheet_of
from projects.queries.measure_series import charts_of
from projects.queries.measures import get_measure, head_of


def chart_sheet(measure_id: UUID, actor: Actor, *, today: date) -> Sheet:
    """What the picture and the slide of a chart say.

    Raises:
        NotFound: no such measure, or no data to draw: the sentence says which. Denied.
    """
    row = get_measure(actor, measure_id)
    head = head_of(row)
    chart = charts_of([head], today=today)[head.id]
    body = organisation_names([head.organisation_id]).get(head.organisation_id)
    whose = row["project_title"] or (body.name if body else "")
    if head.reference:
        whose = ""  # its name says whose it is
    sheet = sheet_of(chart, whose=whose, source=row["source"], today=today)
    if sheet is None:
        raise NotFound(chart.sentence)
    return sheet
