"""The gallery's pages."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from web.forms import BritishDateField, CountField, LineField, PageForm, TextField
from web.receipts import submit_once
from web.words.outcomes import outcome_words
from web.words.states import STAGE_LINE, project_stage

_USER = UUID("6a4f8d5e-6f0c-4c55-9b67-0d6a3c0a1d11")
_SEATS = [("psp", "Patient safety partner"), ("staff", "Staff"), ("lay", "Lay member")]


class SeatForm(PageForm):
    title = LineField(label="Title", help_text="What people call this seat", max_length=40)
    note = TextField(label="Note", max_length=200, required=False)
    ends_on = BritishDateField(
        label="When does the term end?", what="the end date", help_text="For example, 31 3 2027"
    )
    seats = CountField(label="Number of seats", required=False)
    kind = forms.ChoiceField(label="Kind of seat", choices=_SEATS)
    paid = forms.ChoiceField(
        label="Is it paid?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="What would help?",
        choices=[("large", "Large print"), ("lift", "A lift")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    voting = forms.BooleanField(label="Has a vote", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    day = date(2027, 5, 3)
    outcomes = [
        outcome_words("pass"),
        outcome_words("fail"),
        outcome_words("at_risk", breaks_on=day),
        outcome_words("unknown", missing="say whether this committee reviews safety data"),
        outcome_words("not_applicable"),
        outcome_words("fail", waived_until=day),
    ]
    positions = ["done", "done", "current", *["ahead"] * (len(STAGE_LINE) - 3)]
    page = {
        "outcomes": outcomes,
        "steps": [
            {"words": project_stage(stage).words, "position": position}
            for stage, position in zip(STAGE_LINE, positions, strict=True)
        ],
        "tasks": [
            {"text": "Invite a second patient partner", "href": "/gallery#team", "done": False},
            {"text": "Name a sponsor", "href": "", "done": True},
        ],
        "entries": [
            {"on": date(2026, 5, 4), "text": "Seat 2 is not counted", "outcome": outcomes[1]},
            {"on": date(2026, 6, 1), "text": "Seat 2 is counted again", "who": "By A Secretary"},
            {"on": date(2027, 4, 1), "text": "Seat 2 falls vacant", "ahead": True},
        ],
        "rows": [
            {"key": "Chair", "value": "A Chair", "change_href": "/gallery#chair"},
            {"key": "Established", "value": "3 March 2026"},
        ],
        "long_word": "x" * 200,
    }
    return render(request, "gallery.jinja", page)


def form(request: HttpRequest) -> HttpResponse:
    """A form whose every sending that has an effect adds one row."""
    seat = SeatForm(request.POST or None)
    if request.method == "POST" and seat.is_valid():
        done = submit_once(seat.cleaned_data["ticket"], user_id=_USER, act=_add_seat)
        words = "You had saved this already." if done.repeated else "Seat <b>saved</b>."
        messages.success(request, words)
        return redirect(done.location)
    status = 422 if seat.errors else 200
    page = {"form": seat, "saved": _count_seats()}
    return render(request, "gallery_form.jinja", page, status=status)


def fault(request: HttpRequest) -> HttpResponse:
    raise LookupError("a fault for the tests")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("a database that is away, for the tests")


def _add_seat() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotency (client, key, request_hash, status, headers)"
            " VALUES ('gallery', gen_random_uuid()::text, '', 200, '{}')"
        )
    return "/gallery/form"


def _count_seats() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_idempotency WHERE client = 'gallery'")
        return int(cursor.fetchone()[0])
