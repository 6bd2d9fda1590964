"""What problems say of refusals that the framework makes."""

import pytest
from rest_framework import exceptions, serializers

from kernel.api.problems import handle


class _Body(serializers.Serializer):
    title = serializers.CharField()
    place = serializers.CharField(allow_null=False)


class TestFrameworkRefusals:
    def test_of_values_say_what_to_send(self):
        body = _Body(data={"title": "", "place": None})
        body.is_valid()

        answer = handle(exceptions.ValidationError(body.errors), {})

        assert answer is not None
        assert [(row["pointer"], row["message"]) for row in answer.data["errors"]] == [
            ("/title", "Send a value that is not empty."),
            ("/place", "Send a value that is not null, or leave it out."),
        ]

    @pytest.mark.parametrize(
        ("refusal", "words"),
        [
            (exceptions.MethodNotAllowed("DELETE"), "Use a method of the header Allow"),
            (exceptions.NotAcceptable(), "Send the header Accept: application/json"),
        ],
        ids=["method", "accept"],
    )
    def test_of_requests_say_what_is_taken(self, refusal: exceptions.APIException, words: str):
        answer = handle(refusal, {})

        assert answer is not None
        assert answer.data["detail"].startswith(words)
