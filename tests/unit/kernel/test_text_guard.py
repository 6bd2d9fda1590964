"""Free text that holds a patient's number or date of birth."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.text_guard import Found, is_nhs_number, look, refused, sentence

NUMBER = "9434765919"  # published as an example, given to nobody
WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)}
ARABIC = {ord("0") + n: 0x0660 + n for n in range(10)}


def found(text: str) -> list[tuple[str, str]]:
    return [(spot.found.value, text[spot.start : spot.end]) for spot in look(text)]


class TestNhsNumbers:
    @pytest.mark.parametrize(
        "written",
        [
            NUMBER,
            "943 476 5919",
            "943-476-5919",
            "943\u2013476\u20135919",
            "943\u00a0476\u00a05919",
            "943  476  5919",
            "9 4 3 4 7 6 5 9 1 9",
            "94347 65919",
            "94 34 76 59 19",
            "943\u200b476\u200b5919",
            NUMBER.translate(WIDE),
            NUMBER.translate(ARABIC),
        ],
    )
    def test_are_found_however_they_are_written(self, written):
        text = f"Mrs A ({written}) waited."

        assert found(text) == [("nhs_number", written)]

    @pytest.mark.parametrize(
        "text",
        [
            f"NHS no:{NUMBER}.",
            f"{NUMBER}",
            f"Two: {NUMBER},{NUMBER}"[:16],
            f"seen 2026-03-02 {NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]} again",
            f"seen 02/03/2026 {NUMBER}",
            f"bed 12 {NUMBER}",
            f"line one\n{NUMBER}\nline three",
        ],
    )
    def test_are_found_beside_other_things(self, text):
        assert [kind for kind, _ in found(text)] == ["nhs_number"]

    @pytest.mark.parametrize(
        "text",
        [
            "9434765918",
            "94347659190",
            f"1{NUMBER}",
            f"RA{NUMBER}",
            f"{NUMBER}X",
            "943.476.5919",
            "£9,434,765,919",
            "from 2026-11-22 to 2026-11-29",
            "at 2026-11-22 01:16",
            "",
            "Falls fell from 12 to 8 in 10 weeks.",
        ],
    )
    def test_are_not_seen_in_other_numbers(self, text):
        assert refused(text) == ()

    def test_are_found_each(self):
        assert len(refused(f"{NUMBER} and 943 476 5919")) == 2

    def test_whose_check_would_be_ten_are_none(self):
        tens = [
            f"{number:09d}"
            for number in range(400_000_000, 400_000_200)
            if not any(is_nhs_number(f"{number:09d}{digit}") for digit in range(10))
        ]

        assert tens

    @given(st.integers(min_value=0, max_value=999_999_999))
    def test_have_at_most_one_check_digit(self, nine):
        passing = [d for d in range(10) if is_nhs_number(f"{nine:09d}{d}")]

        assert len(passing) <= 1

    @given(st.integers(min_value=400_000_000, max_value=799_999_999), st.integers(0, 8))
    def test_with_two_neighbours_swapped_do_not_pass(self, nine, place):
        whole = next(
            (f"{nine}{d}" for d in range(10) if is_nhs_number(f"{nine}{d}")),
            None,
        )
        if whole is None or whole[place] == whole[place + 1]:
            return
        swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]

        assert not is_nhs_number(swapped)


class TestDatesOfBirth:
    @pytest.mark.parametrize(
        "text",
        [
            "born 12/03/1951",
            "DOB 12.3.51",
            "D.O.B. 1951-03-12",
            "d.o.b: 12 March 1951",
            "Date of birth: 12th of March 1951",
            "12 Mar 1951 (DOB)",
            "She was born on March 12, 1951.",
            "dob 12 03 1951",
            "birthday 12-03-1951",
        ],
    )
    def test_are_a_date_beside_the_word(self, text):
        assert [kind for kind, _ in found(text)] == ["birth_date"]

    @pytest.mark.parametrize(
        "text",
        [
            "The newborn unit opened 12/03/2021",
            "The ward opened on 12/03/2021.",
            "Babies born here do well. The audit of 12/03/2021 says so.",
            "born early; review on 12/03/2027",
            "stubborn problems since 12/03/2021",
            "They were born in Leeds.",
        ],
    )
    def test_are_not_any_date(self, text):
        assert found(text) == []


class TestTelephoneNumbers:
    @pytest.mark.parametrize(
        "number",
        [
            "020 7946 0958",
            "(020) 7946 0958",
            "+44 20 7946 0958",
            "07700 900123",
            "+44 (0)7700 900123",
        ],
    )
    def test_only_warn(self, number):
        text = f"Ring {number} to join."

        assert found(text) == [("phone_number", number)]
        assert refused(text) == ()


class TestTheSentence:
    def test_names_the_spot_and_the_way_out(self):
        text = f"About {NUMBER}"
        [spot] = look(text)

        assert sentence(spot, text) == (
            f"“{NUMBER}” (from character 7) looks like an NHS number. "
            "Take it out, or say that it is not one."
        )
        assert spot.found is Found.NHS_NUMBER


class TestLongTexts:
    @pytest.mark.parametrize(
        "text", ["1 " * 5000, "12-" * 3000, "born " * 2000, "0" * 10_000, "01 2" * 2500]
    )
    def test_are_looked_through_at_once(self, text):
        began = time.process_time()

        look(text)

        assert time.process_time() - began < 1

    @given(st.text(max_size=200))
    def test_give_spots_that_lie_within(self, text):
        assert all(0 <= spot.start < spot.end <= len(text) for spot in look(text))
