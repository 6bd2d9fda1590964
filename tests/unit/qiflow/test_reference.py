"""How the description is read for people."""

from qiflow.api.reference.examples import body_of, curl
from qiflow.api.reference.shapes import Shapes, limits

SEAT = {
    "type": "object",
    "required": ["from_date"],
    "properties": {
        "from_date": {"type": "string", "format": "date"},
        "to_date": {"type": ["string", "null"], "format": "date"},
    },
}
COMMITTEE = {
    "type": "object",
    "required": ["name", "kind", "seats"],
    "properties": {
        "name": {"type": "string", "maxLength": 200, "minLength": 1},
        "kind": {"allOf": [{"$ref": "#/components/schemas/Kind"}]},
        "chair_id": {"oneOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
        "seats": {"type": "array", "items": {"$ref": "#/components/schemas/Seat"}, "maxItems": 9},
    },
}
KIND = {"type": "string", "enum": ["board", "sub", ""], "description": "What\nit is."}
SHAPES = Shapes({"Seat": SEAT, "Committee": COMMITTEE, "Kind": KIND})
REFERENCE = {"$ref": "#/components/schemas/Committee"}


class TestFields:
    fields = {field.name: field for field in SHAPES.fields(REFERENCE)}

    def test_are_listed_with_those_inside(self):
        assert list(self.fields) == [
            "name",
            "kind",
            "chair_id",
            "seats",
            "seats[].from_date",
            "seats[].to_date",
        ]

    def test_say_what_they_are_in_words(self):
        kinds = {name: field.kind for name, field in self.fields.items()}

        assert kinds["chair_id"] == "id or null"
        assert kinds["seats"] == "list of object"
        assert kinds["seats[].to_date"] == "date or null"

    def test_say_which_words_are_allowed(self):
        assert self.fields["kind"].allowed == ("board", "sub")
        assert self.fields["kind"].note == "What it is."

    def test_say_what_is_required(self):
        required = [name for name, field in self.fields.items() if field.required]

        assert required == ["name", "kind", "seats", "seats[].from_date"]


class TestLimits:
    def test_are_told_together(self):
        assert limits({"minimum": 5, "maximum": 9, "default": 7}) == "5 to 9, 7 when not sent"

    def test_that_say_nothing_are_left_out(self):
        assert limits({"minLength": 1, "maxLength": 20}) == "at most 20 characters"
        assert limits({"minimum": 0}) == ""

    def test_have_no_upper_end_where_there_is_none(self):
        assert limits({"minLength": 8}) == "at least 8 characters"


class TestExamples:
    def test_send_the_required_fields_in_their_form(self):
        assert body_of(SHAPES, REFERENCE) == {
            "name": "Name",
            "kind": "board",
            "seats": [{"from_date": "2027-03-31"}],
        }

    def test_of_a_change_carry_version_and_key(self):
        line = curl("POST", "/api/v1/things/{thing_id}/steps", body={"a": 1}, versioned=True)

        assert '"$QIFLOW/api/v1/things/$ID/steps"' in line
        assert "If-Match" in line
        assert "Idempotency-Key" in line

    def test_of_a_reading_are_short(self):
        line = curl("GET", "/api/v1/things", body=None, versioned=False)

        assert line == 'curl "$QIFLOW/api/v1/things" \\\n  -H "Authorization: Bearer $KEY"'
