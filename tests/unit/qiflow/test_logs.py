"""What stands in a line of the log."""

import io
import json
import logging
from uuid import uuid4

from kernel.tokens import token_of
from qiflow import logs


class TestLines:
    def test_hold_nothing_that_opens_a_thing(self):
        token = token_of("link", uuid4())
        formatter = logs.settings(level="INFO")["formatters"]["json"]
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter.pop("()")(**formatter))
        record = logging.LogRecord(
            "django.request", logging.ERROR, "x.py", 1, "Server Error: %s", (f"/l/{token}",), None
        )

        handler.emit(record)

        assert token not in stream.getvalue()
        assert json.loads(stream.getvalue())["event"] == "Server Error: /l/[hidden]"
