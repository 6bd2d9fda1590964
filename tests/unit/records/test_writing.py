"""Files that no spreadsheet runs, and that come back as they went."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from records.exports.declared import columns
from records.exports.writing import Book, csv_header, csv_rows
from records.tables.csv_text import read_csv
from records.tables.harmless import quoted, unquoted

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")', "'=1", "''=1"]


class TestQuoting:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_puts_something_harmless_first(self, text):
        assert quoted(text).startswith("'")

    @given(st.text())
    def test_is_taken_off_again_exactly(self, text):
        assert unquoted(quoted(text)) == text

    @pytest.mark.parametrize("text", ["O'Brien", "'tis", "", "10 %", "a=b"])
    def test_leaves_other_text_alone(self, text):
        assert quoted(text) == text


class TestCsv:
    def test_has_dates_instants_numbers_and_words(self):
        shown = columns("a", "b", ("c", lambda row: row["a"].year), "d", "e")
        row = {
            "a": date(2027, 3, 1),
            "b": datetime(2027, 3, 1, 9, 30, tzinfo=UTC),
            "d": True,
            "e": -5,
        }

        text = (csv_header(shown) + csv_rows(shown, [row, {**row, "d": None}])).decode("utf-8-sig")

        assert text.splitlines() == [
            "a,b,c,d,e",
            "2027-03-01,2027-03-01T09:30:00Z,2027,yes,-5",
            "2027-03-01,2027-03-01T09:30:00Z,2027,,-5",
        ]

    @given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"])), min_size=1))
    def test_is_read_back_as_it_was(self, texts):
        shown = columns("name", "more")
        rows = [{"name": text, "more": "x"} for text in texts]

        sheet = read_csv("t", csv_header(shown) + csv_rows(shown, rows)).sheet

        assert [unquoted(cells["name"]) for _, cells in sheet.rows] == texts


class TestBook:
    def test_keeps_formulas_as_text(self, tmp_path: Path):
        book = Book("People", columns("name", "on", "n"))
        book.add([{"name": text, "on": date(2027, 3, 1), "n": 3} for text in FORMULAS[:4]])
        book.save(tmp_path / "book.xlsx")

        sheet = load_workbook(io.BytesIO((tmp_path / "book.xlsx").read_bytes())).active

        cells = [row[0] for row in sheet.iter_rows(min_row=2)]
        assert [cell.data_type for cell in cells] == ["s"] * 4
        assert [unquoted(cell.value) for cell in cells] == FORMULAS[:4]
        assert sheet["B2"].value == datetime(2027, 3, 1)  # noqa: DTZ001 - a workbook's date
        assert sheet["C2"].value == 3

    @pytest.mark.parametrize("text", ["#N/A", "#REF!", "2027-03-01", "1e5", "plain"])
    def test_keeps_what_looks_like_something_else_as_text(self, tmp_path: Path, text: str):
        book = Book("People", columns("name", "n"))
        book.add([{"name": text, "n": 1}])
        book.save(tmp_path / "book.xlsx")

        cell = load_workbook(io.BytesIO((tmp_path / "book.xlsx").read_bytes())).active["A2"]

        assert (cell.value, cell.data_type) == (text, "s")
