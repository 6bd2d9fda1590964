"""The integrated care board of the demonstration, in rows. Days count from today."""

from __future__ import annotations

from datetime import date

from projects.demonstration.rows import Sheets

NAME = "Three Rivers Integrated Care Board (invented)"


def board(today: date) -> Sheets:
    """A small body: one committee whose second term ends in 40 days, so that C14 is at risk."""
    sheets = Sheets(today=today, prefix="TR")
    sheets.unit("QUAL", "Quality and safety", "directorate")
    for code in ("CHAIR", "SPONSOR", "LEAD"):
        sheets.person(code, employment_basis="contract", employed_from=sheets.on(-2000))
    sheets.committee("SQC", "System Quality Committee", chair="TR-CHAIR", unit="QUAL")
    sheets.partner("SQC1", ("SQC", 1), person=_partner(sheets))
    sheets.partner("SQC2", ("SQC", 2), last=40)
    sheets.committee(
        "PCC",
        "Primary Care Contracts Group",
        seats=0,
        safety_related="no",
        classification_reason="It deals with contracts; incidents go to the quality committee.",
        classification_approver="another",
        classification_confirmed_on=sheets.on(-130),
    )
    team = [
        ("TR-SPONSOR", "executive_sponsor", "oversight", None),
        ("TR-LEAD", "project_lead", "oversight", None),
        ("TR-PARTNER", "partner", "oversight", None),
        ("TR-PARTNER", "partner", "point_of_care", None),
    ]
    sheets.project(
        "R01", "One conversation about care for people with frailty", "co_design", team=team
    )
    sheets.project("R02", "Carers seen and counted in general practice", "setup", team=team[:2])
    return sheets


def _partner(sheets: Sheets) -> str:
    return sheets.person("PARTNER", partner_kind="carer", consent_given_on=sheets.on(-800))
