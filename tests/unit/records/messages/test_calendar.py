"""Dates for the calendar of a reader."""

from datetime import UTC, date, datetime
from uuid import UUID

import icalendar
import pytest

from records.messages.calendar import calendar_part
from records.messages.declared import Entry, Note, Recipient

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
THING = UUID(int=7)


def made(entry, *, seq=1):
    note = Note(
        id=UUID(int=seq),
        notice="uk.qiflow.action.added.v1",
        to=Recipient("user", UUID(int=1)),
        organisation_id=None,
        thing_kind="action",
        thing_id=THING,
        seq=seq,
        data={},
    )
    part = calendar_part(
        entry,
        note,
        organiser="no-reply@qi.example.org",
        attendee="ann@example.org",
        url="https://qi.example.org/actions/7",
        now=NOW,
    )
    calendar = icalendar.Calendar.from_ical(part.content)
    [event] = calendar.walk("VEVENT")
    assert calendar["method"] == part.method
    return part, event


class TestADay:
    def test_takes_the_whole_of_it_and_makes_nobody_busy(self):
        part, event = made(Entry(summary="Order bins", day=date(2027, 3, 31)))

        assert part.method == "REQUEST"
        assert event["dtstart"].dt == date(2027, 3, 31)
        assert event["dtend"].dt == date(2027, 4, 1)
        assert (event["transp"], event["status"]) == ("TRANSPARENT", "CONFIRMED")

    def test_is_for_its_reader(self):
        _, event = made(Entry(summary="Order bins", day=date(2027, 3, 31)))

        assert event["attendee"] == "mailto:ann@example.org"
        assert event["organizer"] == "mailto:no-reply@qi.example.org"
        assert event["url"] == "https://qi.example.org/actions/7"


class TestAMeeting:
    def test_has_beginning_end_and_place(self):
        starts, ends = NOW, NOW.replace(hour=11)
        _, event = made(Entry(summary="Board", starts=starts, ends=ends, place="Room 2; floor 1"))

        assert (event["dtstart"].dt, event["dtend"].dt) == (starts, ends)
        assert event["location"] == "Room 2; floor 1"
        assert event["transp"] == "OPAQUE"

    def test_without_any_time_is_a_fault(self):
        with pytest.raises(ValueError, match="needs a day"):
            made(Entry(summary="Never"))


class TestALaterMessage:
    def test_has_the_same_identifier_and_a_higher_number(self):
        day = Entry(summary="Order bins", day=date(2027, 3, 31))
        _, first = made(day, seq=1)
        _, later = made(day, seq=4)

        assert first["uid"] == later["uid"]
        assert (first["sequence"], later["sequence"]) == (1, 4)

    def test_takes_away_what_was_cancelled(self):
        part, event = made(Entry(summary="Bins", day=date(2027, 3, 31), cancelled=True), seq=5)

        assert part.method == "CANCEL"
        assert event["status"] == "CANCELLED"

    def test_breaks_no_line_whatever_the_title_holds(self):
        evil = "Bins\r\nATTENDEE:mailto:all@example.org"
        _, event = made(Entry(summary=evil, day=date(2027, 3, 31)))

        assert event["attendee"] == "mailto:ann@example.org"
        assert "all@example.org" in event["summary"]
