"""Files as people's programs write them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from projects.opening_position.entries import Entries, read_entries
from projects.opening_position.reading import read_file, read_path
from projects.opening_position.template import write_template
from records.tables import workbook
from records.tables.faults import Fault, Unreadable
from tests.factories import opening

_PEOPLE = "external_id,name,email\nP1,Jonáš Dvořák,jonas@example.org\n"


def _read(content: bytes, name: str = "people.csv") -> tuple[Entries, list[Fault]]:
    return read_entries(read_file(name, content))


def _names(content: bytes, name: str = "people.csv") -> list[str]:
    entries, faults = _read(content, name)
    assert not faults
    return [entry["name"] for entry in entries.rows["people"]]


def _refusal(content: bytes, name: str = "people.csv") -> Fault:
    """Why the file, or its one sheet, cannot be read."""
    try:
        raw = read_file(name, content)
    except Unreadable as problem:
        return problem.fault
    return raw.faults[0]


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
    def test_unicode_in_any_form(self, encoding: str) -> None:
        content = _PEOPLE.encode(encoding)
        if encoding == "utf-16-le":
            content = b"\xff\xfe" + content
        assert _names(content) == ["Jonáš Dvořák"]

    def test_windows_1252_is_read_and_asked_about(self) -> None:
        raw = read_file("people.csv", "external_id,name\nP1,José Núñez\n".encode("cp1252"))

        assert "José" in str(raw.sheets[0].rows)
        assert "Check that names with accents are right" in raw.notes[0]

    def test_what_is_no_text_is_refused(self) -> None:
        assert _refusal(b"external_id,name\nP1,\x81\x8d\n").code == "encoding"


class TestCsv:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_any_usual_separator(self, separator: str) -> None:
        assert _names(f"external_id{separator}name\nP1{separator}Wei\n".encode()) == ["Wei"]

    def test_columns_in_any_order_and_any_case(self) -> None:
        assert _names(b"Name *,External ID\nWei,P1\n") == ["Wei"]

    def test_extra_columns_are_left_aside_and_listed(self) -> None:
        entries, faults = _read(b"external_id,name,shoe size\nP1,Wei,42\n")

        assert not faults
        assert entries.extra["people"] == ("shoe_size",)

    def test_missing_column_is_named_once(self) -> None:
        _, faults = _read(b"external_id\nP1\nP2\n")

        assert [(fault.pointer, fault.code) for fault in faults] == [
            ("/file/people/1/name", "missing_column")
        ]

    def test_duplicate_column(self) -> None:
        assert _refusal(b"external_id,name,Name\nP1,a,b\n").code == "duplicate_column"

    def test_open_quote_is_found_by_its_line(self) -> None:
        fault = _refusal(b'external_id,name\nP1,Wei\nP2,"Amara\nP3,Rhys\n')

        assert (fault.code, fault.row) == ("open_quote", 3)

    def test_line_breaks_inside_quotes_keep_the_numbers(self) -> None:
        _, faults = _read(b'external_id,name,access_needs\nP1,Wei,"a\nb"\nP2,,\n')

        assert [fault.pointer for fault in faults] == ["/file/people/4/name"]

    def test_cell_of_a_megabyte(self) -> None:
        assert _refusal(b"external_id,name\nP1," + b"a" * 1_000_000).code == "cell_too_long"

    def test_too_many_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("records.tables.raw.MOST_ROWS", 3)

        assert _refusal(b"external_id,name\n" + b"P1,Wei\n" * 4).code == "too_many_rows"

    @pytest.mark.parametrize("content", [b"", b" \n"])
    def test_empty(self, content: bytes) -> None:
        assert _refusal(content).code == "empty"

    def test_formulas_stay_text(self) -> None:
        assert _names(b"external_id,name\nP1,=1+1\nP2,@SUM(A1)\n") == ["=1+1", "@SUM(A1)"]


class TestWorkbooks:
    def test_dates_and_numbers_arrive_as_what_they_are(self) -> None:
        entries, faults = read_entries(read_file("arrival.xlsx", opening.workbook(opening.small())))

        assert not faults
        assert entries.rows["committees"][0]["established_on"] == date(2021, 4, 1)
        assert entries.rows["seats"][0]["seat_no"] == 1

    def test_formulas_stay_text(self) -> None:
        sheets = {"people": [{"external_id": "P1", "name": '=HYPERLINK("http://x")'}]}

        entries, _ = read_entries(read_file("arrival.xlsx", opening.workbook(sheets)))

        assert entries.rows["people"][0]["name"] == '=HYPERLINK("http://x")'

    def test_other_sheets_are_left_aside_and_listed(self) -> None:
        sheets = {"people": [{"external_id": "P1", "name": "Wei"}], "Lunch": [{"a": 1}]}

        assert read_file("arrival.xlsx", opening.workbook(sheets)).ignored == ("Lunch",)

    def test_the_template_is_a_file_without_rows(self) -> None:
        entries, faults = read_entries(read_file("empty.xlsx", write_template()))

        assert not faults
        assert sum(map(len, entries.rows.values())) == 0

    def test_by_content_and_not_by_name(self) -> None:
        book = opening.workbook(opening.small())

        assert len(read_file("arrival.dat", book).sheets) == 10
        assert _refusal(book, "people.csv").code == "wrong_type"

    def test_macros_are_refused(self) -> None:
        book = io.BytesIO(opening.workbook(opening.small()))
        with zipfile.ZipFile(book, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")

        assert _refusal(book.getvalue(), "arrival.xlsm").code == "active_content"

    def test_entities_are_refused(self) -> None:
        book = io.BytesIO()
        with zipfile.ZipFile(book, "w") as archive:
            archive.writestr("xl/workbook.xml", '<!DOCTYPE lolz [<!ENTITY lol "lol">]><workbook/>')

        assert _refusal(book.getvalue(), "arrival.xlsx").code == "damaged"

    @pytest.mark.parametrize("cut", [10, 400, -30])
    def test_half_a_file(self, cut: int) -> None:
        assert _refusal(opening.workbook(opening.small())[:cut], "a.xlsx").code == "damaged"


class TestZipsAndFolders:
    def test_zip_of_csv_files(self) -> None:
        entries, faults = read_entries(read_file("a.zip", opening.zipped(opening.small())))

        assert not faults
        assert len(entries.rows) == 10

    def test_folder(self, tmp_path: Path) -> None:
        (tmp_path / "people.csv").write_text(_PEOPLE, encoding="utf8")

        assert len(read_path(tmp_path).sheets) == 1

    def test_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="cannot be opened"):
            read_path(tmp_path / "nothing.xlsx")

    def test_what_unpacks_to_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 1000)

        assert _refusal(opening.zipped(opening.small()), "a.zip").code == "too_large"

    def test_two_of_one_name(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a/people.csv", _PEOPLE)
            archive.writestr("b/people.csv", _PEOPLE)

        assert _refusal(out.getvalue(), "a.zip").code == "duplicate_sheet"

    def test_nothing_to_load_names_the_sheets(self) -> None:
        fault = _refusal(b"a,b\n1,2\n", "lunch.csv")

        assert fault.code == "no_sheets"
        assert "seat_assignments" in fault.message

    def test_a_workbook_without_our_sheets(self) -> None:
        out = io.BytesIO()
        Workbook().save(out)

        assert _refusal(out.getvalue(), "a.xlsx").code == "no_sheets"
