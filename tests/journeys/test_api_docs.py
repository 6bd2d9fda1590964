"""Somebody who writes programs reads how the API works."""

from collections.abc import Callable

from tests.journeys.visitor import Visitor


class TestApiDocs:
    def test_lead_whoever_comes_to_an_operation(self, visitor: Visitor) -> None:
        visitor.opens("/api/docs")
        visitor.sees_heading("Refusals")
        visitor.photographs("api-docs")

        visitor.follows("Findings")

        visitor.sees_heading("GET /api/v1/findings")
        visitor.photographs("api-findings")

    def test_open_an_answer_without_scripts_on_a_phone(self, visit: Callable[..., Visitor]) -> None:
        visitor = visit(javascript=False, width=320)
        visitor.opens("/api/docs/findings")

        visitor.page.get_by_text("Answer 200").first.click()
        visitor.check()

        visitor.sees("next_cursor")
