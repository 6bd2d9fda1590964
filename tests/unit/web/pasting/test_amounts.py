"""Numbers as people write them in a spreadsheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from web.pasting.amounts import Amount, UnclearAmount, read_amount


class TestReadAmount:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("34", "34"), (" 34 ", "34"), ("34.50", "34.5"), ("1,234", "1234"), (".5", "0.5"),
            ("1 234", "1234"), ("1\u00a0234.5", "1234.5"), ("£12.50", "12.5"), ("-3", "-3"),
            ("\u22123", "-3"), ("\u2013 3", "-3"), ("(3)", "-3"), ("+3", "3"),
            ("34*", "34"), ("7.", "7"), ("1,234,567.8", "1234567.8"), ("0.1234567", "0.123457"),
        ],
    )  # fmt: skip
    def test_reads_every_usual_form(self, text: str, value: str) -> None:
        assert read_amount(text) == Amount(value=Decimal(value))

    def test_knows_a_percentage(self) -> None:
        assert read_amount("93.4 %") == Amount(value=Decimal("93.4"), percent=True)

    @pytest.mark.parametrize(
        "text",
        ["", " ", "-", "\u2013", "n/a", "N/A", "#N/A", "No data", "nil return", "#DIV/0!", "?"],
    )
    def test_knows_that_there_is_none(self, text: str) -> None:
        assert read_amount(text) is None

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("12,5", "Write “12,5” with a point, like 12.5"),
            ("1E+05", "The spreadsheet shortened “1E+05”. Show the whole number and copy again"),
            ("1:30", "Write “1:30” as one number, such as minutes"),
            ("twelve", "“twelve” is not a number. Leave the cell empty where there is none"),
            ("<5", "“<5” is not a number. Leave the cell empty where there is none"),
            ("9" * 15, f"“{'9' * 15}” is too large"),
        ],
        ids=str,
    )  # fmt: skip
    def test_says_what_to_write_instead(self, text: str, told: str) -> None:
        with pytest.raises(UnclearAmount) as refusal:
            read_amount(text)

        assert str(refusal.value) == told
