"""What may be typed into a form, and what is said when it cannot be used."""

from datetime import date
from uuid import UUID

import pytest
from django import forms

from kernel.errors import Blocked, FieldError, Invalid, Unmet, UnmetGuard
from web.forms import BritishDateField, CountField, LineField, PageForm, TextField
from web.forms.committees import RegisterCommittee
from web.forms.macros import field_view


class TermForm(PageForm):
    title = LineField(label="Title", max_length=20)
    note = TextField(label="Note", max_length=30, required=False)
    ends_on = BritishDateField(label="End date", what="the end date")
    seats = CountField(label="Number of seats", required=False, min_value=0)
    kind = forms.ChoiceField(
        label="Kind of seat", choices=[("psp", "Patient safety partner"), ("staff", "Staff")]
    )
    voting = forms.BooleanField(label="Has a vote", required=False)


_GOOD = {
    "title": "Falls",
    "ends_on_day": "31",
    "ends_on_month": "3",
    "ends_on_year": "2027",
    "kind": "psp",
}


def _form(**changes):
    return TermForm({**_GOOD, **changes})


def _error(field, **changes):
    return _form(**changes).errors[field][0]


class TestBritishDate:
    def test_three_boxes_are_one_date(self):
        form = _form()

        assert form.is_valid(), form.errors
        assert form.cleaned_data["ends_on"] == date(2027, 3, 31)

    @pytest.mark.parametrize("month", ["March", "mar", "MARCH"])
    def test_month_may_be_a_name(self, month):
        form = _form(ends_on_month=month)

        assert form.is_valid(), form.errors
        assert form.cleaned_data["ends_on"] == date(2027, 3, 31)

    @pytest.mark.parametrize(
        ("boxes", "sentence", "first"),
        [
            (("", "", ""), "Enter the end date, for example 31 3 2027", "day"),
            (("31", "", "2027"), "The end date must include a month", "month"),
            (("", "", "2027"), "The end date must include a day and month", "day"),
            (
                ("31", "4", "2027"),
                "The day of the end date is too high: April 2027 has 30 days",
                "day",
            ),
            (
                ("29", "2", "2027"),
                "The day of the end date is too high: February 2027 has 28 days",
                "day",
            ),
            (
                ("3", "13", "2027"),
                "The month of the end date must be a number from 1 to 12",
                "month",
            ),
            (
                ("3", "3", "27"),
                "The year of the end date must be a number from 1900 to 2200",
                "year",
            ),
            (
                ("3", "3", "10000"),
                "The year of the end date must be a number from 1900 to 2200",
                "year",
            ),
            (
                ("tomorrow", "3", "2027"),
                "The day of the end date must be a number from 1 to 31",
                "day",
            ),
            (("٣", "3", "2027"), "The day of the end date must be a number from 1 to 31", "day"),
        ],
    )
    def test_refusal_names_the_part_to_mend(self, boxes, sentence, first):
        day, month, year = boxes
        form = _form(ends_on_day=day, ends_on_month=month, ends_on_year=year)

        assert form.errors["ends_on"] == [sentence]
        line = next(line for line in form.summary() if line.text == sentence)
        assert line.href == f"#id_ends_on-{first}"

    def test_wrong_box_alone_is_marked_and_typed_text_kept(self):
        form = _form(ends_on_month="13")

        boxes = field_view(form["ends_on"]).params["items"]

        assert [(box["name"], box["value"], box["error"]) for box in boxes] == [
            ("ends_on_day", "31", False),
            ("ends_on_month", "13", True),
            ("ends_on_year", "2027", False),
        ]

    def test_initial_date_fills_the_boxes(self):
        form = TermForm(initial={"ends_on": date(2027, 3, 4)})

        boxes = field_view(form["ends_on"]).params["items"]

        assert [box["value"] for box in boxes] == ["4", "3", "2027"]


class TestText:
    def test_too_long_says_both_counts(self):
        assert _error("title", title="x" * 10_000) == (
            "Use 20 characters or fewer. You have used 10,000."
        )

    @pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "one\ntwo", "\u200b\u200d"])
    def test_line_refuses_what_cannot_be_shown(self, text):
        assert not _form(title=text).is_valid()

    def test_several_lines_keep_their_breaks(self):
        form = _form(note="one\r\ntwo")

        assert form.is_valid(), form.errors
        assert form.cleaned_data["note"] == "one\ntwo"

    def test_twins_in_unicode_become_one(self):
        form = _form(title="Cafe\u0301")

        assert form.is_valid(), form.errors
        assert form.cleaned_data["title"] == "Caf\u00e9"

    def test_family_of_emoji_is_kept(self):
        family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
        form = _form(title=family)

        assert form.is_valid(), form.errors
        assert form.cleaned_data["title"] == family


class TestCounts:
    @pytest.mark.parametrize(
        ("typed", "number"), [("1,000", 1000), ("1000", 1000), (" 7 ", 7), ("", None)]
    )
    def test_reads_numbers_as_people_write_them(self, typed, number):
        form = _form(seats=typed)

        assert form.is_valid(), form.errors
        assert form.cleaned_data["seats"] == number

    @pytest.mark.parametrize("typed", ["£5", "five", "1,00", "5.5", "٣", "9" * 5000])
    def test_anything_else_is_answered_with_an_example(self, typed):
        assert _error("seats", seats=typed).startswith("Enter a whole number with digits only")


class TestSentences:
    def test_empty_form_says_what_to_enter(self):
        form = TermForm({})

        assert [line.text for line in form.summary()] == [
            "Enter the title",
            "Enter the end date, for example 31 3 2027",
            "Select the kind of seat",
        ]

    def test_choice_off_the_list(self):
        assert _error("kind", kind="chair") == "Select one of the answers in the list"

    def test_refusal_of_a_command_lands_on_its_field(self):
        form = _form()
        form.is_valid()

        form.add_refusal(Invalid(FieldError(pointer="/title", code="taken", message="Taken")))

        assert [(line.text, line.href) for line in form.summary()] == [("Taken", "#id_title")]

    def test_every_unmet_guard_is_listed(self):
        form = _form()
        form.is_valid()
        guards = (
            UnmetGuard(code="P01", sentence="Invite a partner."),
            UnmetGuard(code="P02", sentence="Name a sponsor."),
        )

        form.add_refusal(Unmet("Two things are needed.", unmet=guards))

        assert [line.text for line in form.summary()] == ["Invite a partner.", "Name a sponsor."]

    def test_what_two_guards_ask_is_said_once(self):
        form = _form()
        form.is_valid()
        guards = (
            UnmetGuard(code="C03", sentence="Not known: add the terms of reference."),
            UnmetGuard(code="terms", sentence="Add the terms of reference.", link="terms"),
        )

        form.add_refusal(Unmet("One thing is needed.", unmet=guards), links={"C03": "/terms"})

        assert [(line.text, line.href) for line in form.summary()] == [
            ("Add the terms of reference.", "/terms")
        ]

    def test_any_other_refusal_is_said_as_it_is(self):
        form = _form()
        form.is_valid()

        form.add_refusal(Blocked("This project is already past co-design."))

        assert form.summary()[0].text == "This project is already past co-design."


class TestDatedTerms:
    def test_ask_for_the_date_that_the_terms_bear(self):
        form = RegisterCommittee(
            {"name": "Falls Group", "terms_of_reference": "Shared drive, TOR 7"},
            organisations=[],
            units=[],
            people=[],
        )

        assert not form.is_valid()
        assert form.errors["terms_dated_on"] == [
            "Enter the date of the terms of reference, for example 31 3 2027"
        ]


class TestTextarea:
    def test_says_its_limit_as_numbers_are_said(self):
        class Long(PageForm):
            problem = TextField(label="The problem", max_length=10_000)

        shown = field_view(Long()["problem"]).params

        assert shown["textareaDescriptionText"] == "You can enter up to 10,000 characters"


class TestTicket:
    def test_each_opened_form_has_its_own(self):
        assert TermForm().initial["ticket"] != TermForm().initial["ticket"]

    def test_refused_form_keeps_its_ticket(self):
        form = _form(ticket="0d6c9c53-2d70-4f02-a52b-1f6c4ac4dd6b", title="")

        assert field_view(form["ticket"]).params["value"] == "0d6c9c53-2d70-4f02-a52b-1f6c4ac4dd6b"

    @pytest.mark.parametrize("ticket", ["", "nonsense"])
    def test_unreadable_ticket_counts_as_a_first_sending(self, ticket):
        form = _form(ticket=ticket)

        assert form.is_valid(), form.errors
        assert isinstance(form.cleaned_data["ticket"], UUID)


class TestComponents:
    def test_password_is_never_sent_back(self):
        class SignIn(PageForm):
            password = forms.CharField(label="Password", widget=forms.PasswordInput)

        form = SignIn({"password": "correct horse"})

        assert field_view(form["password"]).params["value"] == ""

    def test_chosen_answer_stays_chosen(self):
        items = field_view(_form(kind="staff")["kind"]).params["items"]

        assert [item["value"] for item in items if item["selected"]] == ["staff"]

    def test_widget_without_component_is_a_fault(self):
        class Odd(PageForm):
            when = forms.SplitDateTimeField()

        with pytest.raises(KeyError, match="SplitDateTimeWidget"):
            field_view(Odd()["when"])
