"""openapi.json: what /api/schema answers, in a form that a diff can show."""

from __future__ import annotations

import json

from qiflow.api.description import description


def document() -> str:
    return json.dumps(description(), indent=2, ensure_ascii=False)
