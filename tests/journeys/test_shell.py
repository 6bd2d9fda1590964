"""The frame of the pages, as visitors meet it."""

from collections.abc import Callable

import pytest

from tests.journeys.visitor import Visitor


class TestFrame:
    def test_a_lost_visitor_finds_the_way(self, visitor: Visitor) -> None:
        # When somebody opens an address that is not there
        visitor.opens("/no-such-page")

        # Then they are told what to check, in the words of the service
        visitor.answered(404)
        visitor.sees_heading("Page not found")
        visitor.sees("registered trademark")
        visitor.photographs("not-found")

    def test_keyboard_alone_reaches_everything(self, visitor: Visitor) -> None:
        visitor.opens("/accessibility")

        stops = visitor.tab_stops()

        assert stops[0] == "Skip to main content"
        assert stops[-2:] == ["Accessibility statement", "API documentation"]

    def test_skip_link_leads_past_the_header(self, visitor: Visitor) -> None:
        visitor.opens("/accessibility")

        visitor.page.keyboard.press("Tab")
        visitor.page.keyboard.press("Enter")

        assert visitor.page.url.endswith("#maincontent")

    @pytest.mark.parametrize(
        ("path", "status", "heading"),
        [
            ("/gallery/fault", 500, "Sorry, there is a problem with the service"),
            ("/gallery/away", 503, "The service is not available for a moment"),
        ],
    )
    def test_faults_are_told_in_plain_words(
        self, visitor: Visitor, path: str, status: int, heading: str
    ) -> None:
        visitor.opens(path)

        visitor.answered(status)
        visitor.sees_heading(heading)

    def test_statement_says_how_to_complain(self, visitor: Visitor) -> None:
        visitor.opens("/accessibility")

        visitor.sees_heading("What to do if something does not work for you")
        visitor.photographs("accessibility")


class TestComponents:
    def test_gallery_is_right_at_every_width(self, visitor: Visitor) -> None:
        visitor.opens("/gallery")

        visitor.sees("At risk from 3 May 2027")
        visitor.sees("Not known: say whether this committee reviews safety data")
        visitor.photographs("gallery")

    def test_gallery_prints(self, visitor: Visitor) -> None:
        visitor.opens("/gallery")

        visitor.page.emulate_media(media="print")

        assert visitor.find(".nhsuk-pagination").is_hidden()
        assert visitor.find(".qi-timeline").is_visible()

    def test_gallery_reads_in_forced_colours(self, visitor: Visitor) -> None:
        visitor.page.emulate_media(forced_colors="active")

        visitor.opens("/gallery")

        visitor.photographs("gallery-forced-colours")


class TestForms:
    def test_an_empty_form_says_all_that_is_missing(self, visitor: Visitor) -> None:
        # Given an open form
        visitor.opens("/gallery/form")

        # When it is sent empty
        visitor.presses("Save the seat")

        # Then everything to mend is listed, and leads to its box
        visitor.answered(422)
        visitor.is_told(
            "Enter the title",
            "Enter the end date, for example 31 3 2027",
            "Select an answer to “Is it paid?”",
        )
        visitor.photographs("form-errors")

    def test_what_was_typed_stays(self, visitor: Visitor) -> None:
        visitor.opens("/gallery/form")
        visitor.fills("Title", "Seat 2")
        visitor.fills_date("When does the term end?", "31", "4", "2027")
        visitor.chooses("Yes")

        visitor.presses("Save the seat")

        visitor.is_told("The day of the end date is too high: April 2027 has 30 days")
        assert visitor.page.get_by_label("Title", exact=True).input_value() == "Seat 2"
        assert visitor.page.get_by_label("Month").input_value() == "4"

    @pytest.mark.parametrize("javascript", [True, False])
    def test_a_seat_is_saved(self, visit: Callable[..., Visitor], javascript: bool) -> None:
        visitor = visit(javascript=javascript)
        visitor.opens("/gallery/form")
        _fill(visitor)

        visitor.presses("Save the seat")

        visitor.sees("Seat <b>saved</b>.")
        visitor.sees("Seats saved: 1")

    def test_back_button_and_second_sending_have_one_effect(self, visitor: Visitor) -> None:
        # Given a saved seat
        visitor.opens("/gallery/form")
        _fill(visitor)
        ticket = visitor.find("[name=ticket]").input_value()
        visitor.presses("Save the seat")
        visitor.sees("Seats saved: 1")

        # When the form is brought back and sent once more
        visitor.goes_back()
        assert visitor.find("[name=ticket]").input_value() == ticket
        _fill(visitor)
        visitor.presses("Save the seat")

        # Then nothing is saved twice, and the page says so
        visitor.sees("You had saved this already.")
        visitor.sees("Seats saved: 1")

    def test_an_expired_form_keeps_what_was_typed(self, visitor: Visitor) -> None:
        # Given a form that was open while the cookies went
        visitor.opens("/gallery/form")
        _fill(visitor)
        visitor.page.context.clear_cookies()

        # When it is sent
        visitor.presses("Save the seat")

        # Then it can be sent again as it was
        visitor.answered(403)
        visitor.sees_heading("This form has expired: try again")
        visitor.photographs("form-expired")
        visitor.presses("Send it again")
        visitor.sees("Seats saved: 1")


def _fill(visitor: Visitor) -> None:
    visitor.fills("Title", "Seat 2")
    visitor.fills_date("When does the term end?", "31", "3", "2027")
    visitor.chooses("Yes")
