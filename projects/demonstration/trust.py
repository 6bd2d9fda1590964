"""The trust of the demonstration as it arrived four months ago, in rows.

Days count from today. Beside each committee stands what it shows.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from projects.demonstration.rows import Sheets

NAME = "Fellside and Dale NHS Foundation Trust (invented)"
#: The trust came to QIflow so many days ago; what it says of days after that lay ahead then.
ARRIVED_DAYS_AGO = 120


def trust(today: date) -> Sheets:
    """Everything that the file of the trust holds."""
    sheets = Sheets(today=today, prefix="FD")
    _units(sheets)
    _colleagues(sheets)
    _counted_committees(sheets)
    _other_committees(sheets)
    _employed_partners(sheets)
    _applicants(sheets)
    _projects(sheets)
    _closed_projects(sheets)
    return sheets


def _units(sheets: Sheets) -> None:
    sheets.unit("MED", "Medicine", "division")
    sheets.unit("SUR", "Surgery and critical care", "division")
    sheets.unit("FAM", "Families and community", "division")
    sheets.unit("WARD7", "Ward 7", "ward", "MED")
    sheets.unit("ED", "Emergency department", "directorate", "MED")
    sheets.unit("MAT", "Maternity", "directorate", "FAM")


def _colleagues(sheets: Sheets) -> None:
    for code in ("CHAIR", "SPONSOR", "LEAD", "COACH", "NURSE"):
        sheets.person(code, employment_basis="contract", employed_from=sheets.on(-3000))
    sheets.person("DEPUTY", employment_basis="contract", employed_from=sheets.on(-900))
    for code in ("PARTNER1", "PARTNER2"):
        sheets.person(code, partner_kind="patient", consent_given_on=sheets.on(-800))


def _counted_committees(sheets: Sheets) -> None:
    """Safety-related committees: who is counted, and until when."""
    chair = "FD-CHAIR"
    # C01, C03, C04, C05 and C10 are met; a third partner is welcome.
    sheets.committee("PSC", "Patient Safety Committee", seats=3, chair=chair)
    sheets.partner("PSC1", ("PSC", 1), ("RAD", 1), person="FD-PARTNER1")
    sheets.partner("PSC2", ("PSC", 2))
    sheets.partner("PSC3", ("PSC", 3))
    # C01 and C10 are at risk: a term ends in 40 days. Move the clock and see it fail.
    sheets.committee("MSF", "Maternity Safety Forum", unit="MAT", chair=chair)
    sheets.partner("MSF1", ("MSF", 1))
    sheets.partner("MSF2", ("MSF", 2), last=40)
    # C01 fails, and nobody recruits: C04 fails as advice.
    sheets.committee("MED", "Medicines Safety Group", unit="MED")
    sheets.partner("MED1", ("MED", 1))
    sheets.partner("MED2", ("MED", 2), last=-50)
    # C04 fails as major: empty for more than 90 days, though somebody recruits.
    sheets.committee("IPC", "Infection Prevention and Control Committee", seats=1)
    sheets.seat("IPC", 2, recruiting_owner="FD-NURSE", recruiting_since=sheets.on(-190))
    sheets.partner("IPC1", ("IPC", 1))
    sheets.partner(
        "IPC2", ("IPC", 2), last=-200, state="ended", state_since=sheets.on(-199), end_reason="term"
    )
    # C03 fails: the terms of reference give one seat.
    sheets.committee("MHB", "Mental Health Quality Board", seats=1, unit="FAM")
    sheets.partner("MHB1", ("MHB", 1))
    # C01 and C03 are at risk: a seat goes in 60 days. C10 speaks too.
    sheets.committee("CSG", "Community Services Safety Group", seats=1, unit="FAM")
    sheets.seat("CSG", 2, to_date=sheets.on(60))
    sheets.partner("CSG1", ("CSG", 1))
    sheets.partner("CSG2", ("CSG", 2))
    # C03 is not known: terms of reference of three years ago. C01 is met.
    sheets.committee("RAD", "Radiology Safety Group", terms_dated_on=sheets.on(-1100))
    sheets.partner("RAD2", ("RAD", 2))
    # One takes a break (C01 at risk), one is suspended (C01 fails): see happenings.
    sheets.committee("SSC", "Surgical Safety Committee", unit="SUR")
    sheets.partner("SSC1", ("SSC", 1))
    sheets.partner("SSC2", ("SSC", 2))
    sheets.committee("ECS", "Emergency Care Safety Group", unit="ED")
    sheets.partner("ECS1", ("ECS", 1))
    sheets.partner("ECS2", ("ECS", 2))


def _other_committees(sheets: Sheets) -> None:
    """Committees to which C01 does not apply, or may not."""
    # C01 is not known, C05 fails: nobody has said what it reviews.
    sheets.committee("EOL", "End of Life Care Group", safety_related=None)
    # C05 is met, and at risk: last confirmed ten months ago.
    no = {"safety_related": "no", "classification_reason": "It plans studies and sees no incidents"}
    sheets.committee(
        "RES",
        "Research Governance Group",
        seats=0,
        classification_approver="another",
        classification_confirmed_on=sheets.on(-300),
        **no,
    )
    # C05 fails: the chair approved it.
    sheets.committee(
        "EST",
        "Estates and Facilities Committee",
        seats=0,
        classification_approver="chair",
        classification_confirmed_on=sheets.on(-200),
        **no,
    )
    # C05 becomes not known when its papers speak of safety: see happenings.
    sheets.committee(
        "OUT",
        "Outpatients Improvement Group",
        seats=0,
        classification_approver="another",
        classification_confirmed_on=sheets.on(-130),
        **no,
    )
    resting: dict[str, Any] = {"duties_go_to": "PSC", "state_since": sheets.on(-300)}
    sheets.committee("PAE", "Children's Safety Board", state="suspended", **resting)
    sheets.committee("CRC", "Clinical Risk Committee", state="merged", **resting)
    sheets.committee("END", "Endoscopy Safety Group", state="ended", **resting)
    sheets.committee("AIG", "Digital and Artificial Intelligence Safety Group", state="proposed")


def _employed_partners(sheets: Sheets) -> None:
    """C07: employed here, about to be, and perhaps."""
    sheets.committee("FAL", "Falls Prevention Group")
    joining = sheets.person(
        "FAL1", partner_kind="carer", employment_basis="contract", employed_from=sheets.on(25)
    )
    sheets.partner("FAL1", ("FAL", 1), person=joining)
    sheets.partner("FAL2", ("FAL", 2))
    sheets.committee("BLD", "Blood Transfusion Committee")
    working = sheets.person(
        "BLD1", partner_kind="patient", employment_basis="bank", employed_from=sheets.on(-30)
    )
    sheets.partner("BLD1", ("BLD", 1), person=working)
    paid = sheets.person(
        "BLD2",
        partner_kind="patient",
        employment_basis="involvement_payroll",
        employed_from=sheets.on(-600),
    )
    sheets.partner("BLD2", ("BLD", 2), person=paid)


def _applicants(sheets: Sheets) -> None:
    for state in ("applied", "shortlisted", "reserve", "offered", "checks", "inducting"):
        sheets.applicant(state.upper(), state)
    for state in ("withdrawn", "declined"):
        sheets.applicant(state.upper(), state)


def _full_team(partner: str = "FD-PARTNER1") -> list[tuple[str, str, str, int | None]]:
    return [
        ("FD-SPONSOR", "executive_sponsor", "oversight", None),
        ("FD-LEAD", "project_lead", "oversight", None),
        (partner, "partner", "oversight", None),
        (partner, "partner", "point_of_care", None),
        ("FD-NURSE", "point_of_care_staff", "point_of_care", None),
        ("FD-COACH", "coach", "support", None),
    ]


def _without(role: str, *, last: int | None = None) -> list[tuple[str, str, str, int | None]]:
    """The full team, where those of a role have left on a day or never came."""
    kept = [row for row in _full_team() if row[1] != role]
    left = [(*row[:3], last) for row in _full_team() if row[1] == role]
    return kept if last is None else kept + left


def _projects(sheets: Sheets) -> None:
    """Every stage in which work goes on; P01 and P02 with each answer."""
    always: dict[str, Any] = {"method": "always_event"}
    sheets.project("Q01", "Nobody waits alone on Ward 7", "draft", unit="WARD7", **always)
    sheets.project("Q02", "Fewer missed doses at the weekend", "setup", team=_full_team())
    sheets.project(
        "Q03",
        "I always know who is looking after me",
        "co_design",
        vision="I am always told who is looking after me today, and they know what matters to me.",
        unit="WARD7",
        team=_full_team(),
        **always,
    )
    sheets.project(
        "Q04",
        "Always told what happens next in the emergency department",
        "testing",
        vision="I am always told what happens next and how long it may take.",
        aim="By the end of next year 95 % of people say that they were told what happens next.",
        unit="ED",
        team=_full_team("FD-PARTNER2"),
        **always,
    )
    # P01 fails: no partner for more than 30 days.
    sheets.project("Q05", "Sepsis treated within the hour", "testing", team=_without("partner"))
    # P01 is at risk: the partner left ten days ago.
    sheets.project(
        "Q06", "Safer discharge letters", "implementing", team=_without("partner", last=-10)
    )
    # P02 fails: no sponsor for more than 60 days.
    sheets.project(
        "Q07", "Calmer handovers", "implementing", team=_without("executive_sponsor", last=-80)
    )
    # P02 is at risk: the sponsor leaves in three weeks.
    sheets.project(
        "Q08",
        "Home for lunch: discharge before noon",
        "spreading",
        team=_without("executive_sponsor", last=21),
    )
    # P01 is not known: nobody has said whether the partner has lived it.
    sheets.project("Q09", "Better nights for people with dementia", "testing", team=_full_team())
    for row in sheets.rows["team"]:
        if row["project"] == "Q09":
            row["relevant_experience"] = None
    sheets.project(
        "Q10",
        "Listening first: complaints answered in person",
        "spreading",
        team=_full_team("FD-PARTNER2"),
        **always,
    )


def _closed_projects(sheets: Sheets) -> None:
    sheets.project("Q11", "Every call bell answered", "sustained", team=_full_team())
    sheets.project(
        "Q12",
        "Text reminders for fasting",
        "stopped",
        stop_reason="did_not_work",
        learning="People who miss messages are those who most need a call.",
        data_disposition="kept",
        team=_full_team(),
    )
    sheets.project(
        "Q13",
        "Warm hands before blood tests",
        "archived",
        since=-700,
        public_summary="Warming hands made blood tests quicker and kinder; it is usual now.",
        data_disposition="kept",
    )
    sheets.project(
        "Q14",
        "Family rooms that feel like home",
        "paused",
        stage_before_pause="co_design",
        review_on=sheets.on(30),
        method="always_event",
        unit="MAT",
        team=_full_team(),
    )
