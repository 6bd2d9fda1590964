"""Files with the register of organisations, good and bad."""

import pytest

from people.registers import Register, read_register

TYPES = ("trust", "icb", "charity")
HEADER = "ods_code,name,icb,region\n"


def read(text: str, encoding: str = "utf-8") -> Register:
    return read_register(text.encode(encoding), types=TYPES)


class TestRegister:
    def test_reads_rows_with_their_lines(self) -> None:
        register = read(HEADER + "ra7,Bristol Trust,BNSSG,South West\n")

        (row,) = register.rows
        assert (row.line, row.ods_code, row.name, row.type) == (2, "RA7", "Bristol Trust", "trust")
        assert register.errors == ()

    def test_takes_columns_in_any_order_and_names_those_left_out(self) -> None:
        register = read("name,colour,type,region,icb,ods_code\nA,red,icb,R,I,QOX\n")

        assert register.rows[0].ods_code == "QOX"
        assert register.rows[0].type == "icb"
        assert register.ignored_columns == ("colour",)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_reads_what_spreadsheets_write(self, encoding: str) -> None:
        register = read(HEADER + "RA7,Ynys Môn,I,R\r\n", encoding)

        assert register.rows[0].name == "Ynys Môn"
        assert register.errors == ()

    def test_reads_tabs(self) -> None:
        assert read((HEADER + "RA7,A,I,R\n").replace(",", "\t")).rows[0].region == "R"

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("", 1, ""),
            ("ods_code,name,region\nRA7,A,R\n", 1, "icb"),
            ("ods_code,name,icb,region,name\nRA7,A,I,R,B\n", 1, "name"),
            (HEADER + "RA7,A,I\n", 2, ""),
            (HEADER + 'RA7,"A,I,R\n', 2, ""),
            (HEADER + "R-7,A,I,R\n", 2, "ods_code"),
            (HEADER + ",A,I,R\n", 2, "ods_code"),
            (HEADER + "RA7,,I,R\n", 2, "name"),
            (HEADER + f"RA7,{'x' * 201},I,R\n", 2, "name"),
            (HEADER + "RA7,A\x00B,I,R\n", 2, "name"),
            (HEADER + "RA7,A,I,R\nra7,B,I,R\n", 3, "ods_code"),
            ("ods_code,name,icb,region,type\nRA7,A,I,R,pub\n", 2, "type"),
        ],
    )
    def test_says_what_is_wrong_where(self, text: str, line: int, column: str) -> None:
        (error,) = read(text).errors

        assert (error.line, error.column) == (line, column)

    def test_names_every_wrong_line_at_once(self) -> None:
        register = read(HEADER + "R,A,I,R\nRA7,,I,R\n")

        assert [(error.line, error.column) for error in register.errors] == [
            (2, "ods_code"),
            (3, "name"),
        ]

    def test_refuses_a_workbook(self) -> None:
        assert read_register(b"PK\x03\x04....", types=TYPES).errors[0].message.startswith("This is")

    def test_keeps_what_looks_like_a_formula_as_text(self) -> None:
        assert read(HEADER + "RA7,=1+1,I,R\n").rows[0].name == "=1+1"

    def test_takes_the_real_width_of_a_table(self) -> None:
        many = HEADER + "".join(f"R{n:04d},Trust {n},I,R\n" for n in range(6000))

        register = read(many)

        assert len(register.rows) == 6000
        assert not register.errors
