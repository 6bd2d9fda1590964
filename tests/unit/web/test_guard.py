"""Forms that refuse a patient's number, keep the text and offer a way on."""

from django.http import QueryDict

from web.forms import LineField, PageForm, TextField

NUMBER = "943 476 5919"


class Note(PageForm):
    title = LineField(label="Title", max_length=200, free=True, required=False)
    note = TextField(label="Note", max_length=1000, required=False)
    code = LineField(label="Code", max_length=100, required=False)
    needs = TextField(label="Needs", max_length=1000, required=False, contact=True)


def sent(**values: str) -> Note:
    query = QueryDict(mutable=True)
    query.update(values)
    return Note(query)


class TestGuardedForm:
    def test_names_the_spot_and_keeps_the_text(self):
        form = sent(note=f"Seen: {NUMBER}")

        assert not form.is_valid()
        assert "looks like an NHS number" in form.errors["note"][0]
        assert form["note"].value() == f"Seen: {NUMBER}"
        assert form.summary()[0].href == "#id_note"

    def test_offers_a_box_beside_that_field_only(self):
        boxes = sent(note=NUMBER, title="Falls").confirmation_boxes

        assert list(boxes) == ["note"]
        assert boxes["note"].label == "This is not an NHS number"
        assert not boxes["note"].checked

    def test_takes_the_text_once_the_box_is_ticked(self):
        form = sent(note=f"Order {NUMBER}", not_an_nhs_number="note")

        assert form.is_valid()
        assert form.cleaned_data["note"] == f"Order {NUMBER}"
        assert form.confirmation_boxes["note"].checked

    def test_a_tick_stands_for_its_field_alone(self):
        form = sent(note=NUMBER, title=NUMBER, not_an_nhs_number="note")

        assert not form.is_valid()
        assert list(form.errors) == ["title"]

    def test_leaves_codes_alone(self):
        assert sent(code=NUMBER).is_valid()

    def test_refuses_a_date_of_birth(self):
        form = sent(note="born 12/3/1951")

        assert not form.is_valid()
        assert form.confirmation_boxes["note"].label == "This is not a date of birth"

    def test_only_points_out_a_telephone_number_and_not_where_it_belongs(self):
        form = sent(note="Ring 020 7946 0958", needs="Ring 020 7946 0958 first")

        assert form.is_valid()
        assert list(form.text_warnings) == ["note"]
