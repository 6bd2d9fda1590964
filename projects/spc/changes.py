"""What a recalculation flipped: the points that read differently before and after."""

from dataclasses import dataclass
from datetime import date

from projects.spc.xmr_values import PointType, XmrAnalysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One point that changed its label; None on a side where the point does not exist."""

    date: date
    label_before: str | None
    label_after: str | None
    type_before: PointType | None
    type_after: PointType | None


def flips(before: XmrAnalysis, after: XmrAnalysis) -> tuple[Flip, ...]:
    """Every point whose label or meaning differs, oldest first.

    `before` and `after` may differ in data, in limits or in the edition of the rules.
    """
    old, new = _readings(before), _readings(after)
    return tuple(
        [
            Flip(
                date=day,
                label_before=old.get(day, (None, None))[0],
                label_after=new.get(day, (None, None))[0],
                type_before=old.get(day, (None, None))[1],
                type_after=new.get(day, (None, None))[1],
            )
            for day in sorted({*old, *new})
            if old.get(day) != new.get(day)
        ]
    )


def _readings(analysis: XmrAnalysis) -> dict[date, tuple[str, PointType]]:
    points = analysis.points
    readings = zip(points.special_cause_type, points.point_type, strict=True)
    return dict(zip(points.date, readings, strict=True))
