"""Short ways to write the rows of an opening position in code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from projects.opening_position.format import BY_NAME
from records.tables.raw import RawFile, RawSheet

#: Invented people; any likeness is chance.
NAMES = (
    "Amara Okafor", "Rhys Pugh", "Jadwiga Nowak", "Imran Qureshi", "Siobhan Kelleher",
    "Tendai Moyo", "Priya Raman", "Graham Outhwaite", "Mei-Ling Zhou", "Kwabena Asante",
    "Doreen Braithwaite", "Yusuf Demir", "Oluwaseun Adeyemi", "Catrin Llewellyn", "Harpreet Gill",
    "Marisol Ibáñez", "Fergus Macrae", "Nadia Haddad", "Beverley Thwaite", "Arjun Mehta",
    "Zofia Wiśniewska", "Desmond Clarke", "Hannah Birkbeck", "Farida Rahimi", "Tomasz Król",
    "Sunita Tamang", "Elspeth Cairns", "Leroy Grant", "Aisha Warsame", "Gwilym Bowen",
    "Noor Al-Tikriti", "Peggy Ormerod", "Chidi Eze", "Linh Trần", "Bernadette Quigley",
    "Samuel Osei", "Roksana Begum", "Alasdair Muir", "Delroy Francis", "Ingrid Solheim",
)  # fmt: skip


@dataclass(slots=True)
class Sheets:
    """Rows by sheet; each method adds one thing with everything that belongs to it."""

    today: date
    prefix: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def on(self, days: int) -> date:
        """The day so many days from today, back when negative."""
        return self.today + timedelta(days=days)

    def person(self, code: str, **values: Any) -> str:
        """A person by a code; the next name of the list is theirs."""
        external_id = f"{self.prefix}-{code}"
        name = NAMES[len(self.rows["people"]) % len(NAMES)]
        self._add("people", external_id=external_id, **{"name": name, **values})
        return external_id

    def committee(self, code: str, name: str, *, seats: int = 2, **values: Any) -> str:
        """An active, safety-related committee of some age, unless said otherwise."""
        usual = {
            "external_id": code,
            "name": name,
            "state": "active",
            "established_on": self.on(-1200),
            "safety_related": "yes",
            "meeting_frequency": "monthly",
            "terms_of_reference": f"Committee handbook, {name}",
            "terms_dated_on": self.on(-400),
        }
        self._add("committees", **{**usual, **values})
        for number in range(1, seats + 1):
            self.seat(code, number)
        return code

    def seat(self, committee: str, number: int, **values: Any) -> None:
        self._add(
            "seats", **{"committee": committee, "seat_no": number, "seat_kind": "psp", **values}
        )

    def partner(
        self,
        code: str,
        *seats: tuple[str, int],
        first: int = -700,
        last: int = 430,
        person: str = "",
        **values: Any,
    ) -> str:
        """A partner in service from a day to a day, in these seats; days count from today."""
        who = person or self.person(code, partner_kind="patient", consent_given_on=self.on(first))
        appointment = f"{self.prefix}-PSP-{code}"
        usual = {
            "external_id": appointment,
            "person": who,
            "state": "active",
            "applied_on": self.on(first - 60),
            "inducted_on": self.on(first - 7),
            "task_profile": "Reads papers, asks questions, joins reviews of incidents.",
        }
        self._add("appointments", **{**usual, **values})
        self._add("terms", appointment=appointment, from_date=self.on(first), to_date=self.on(last))
        for committee, number in seats:
            self._add(
                "seat_assignments",
                committee=committee,
                seat_no=number,
                appointment=appointment,
                from_date=self.on(first),
            )
        return appointment

    def applicant(self, code: str, state: str, *, since: int = -150, **values: Any) -> None:
        """Somebody on the way into the role, or who did not get there."""
        usual = {
            "external_id": f"{self.prefix}-PSP-{code}",
            "person": self.person(code, partner_kind="carer"),
            "state": state,
            "state_since": None if state == "applied" else self.on(since),
            "applied_on": self.on(since - 30),
        }
        self._add("appointments", **{**usual, **values})

    def project(
        self,
        code: str,
        title: str,
        stage: str,
        *,
        since: int = -200,
        team: Sequence[tuple[Any, ...]] = (),
        **values: Any,
    ) -> None:
        """A project; its team as (person, role, first day, last day or None, more values)."""
        usual = {
            "external_id": code,
            "title": title,
            "stage": stage,
            "stage_since": None if stage == "draft" else self.on(since),
            "started_on": self.on(since - 60),
        }
        self._add("projects", **{**usual, **values})
        for person, role, team_name, last in team:
            self._add(
                "team",
                project=code,
                person=person,
                team=team_name,
                role=role,
                from_date=self.on(since - 30),
                to_date=None if last is None else self.on(last),
                involvement="big_i" if role == "partner" else None,
                relevant_experience="yes" if role == "partner" else None,
            )

    def unit(self, code: str, name: str, kind: str, parent: str | None = None) -> str:
        self._add("units", external_id=code, name=name, type=kind, parent=parent)
        return code

    def as_file(self) -> RawFile:
        """The rows as if they had been read from a file."""
        return RawFile(sheets=tuple(_sheet(name, rows) for name, rows in self.rows.items()))

    def _add(self, sheet: str, **values: Any) -> None:
        self.rows[sheet].append(values)


def _sheet(name: str, rows: list[dict[str, Any]]) -> RawSheet:
    columns = tuple(column.name for column in BY_NAME[name].columns)
    return RawSheet(name=name, columns=columns, rows=tuple(enumerate(rows, start=2)))
