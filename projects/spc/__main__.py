"""`python -m projects.spc`: cases as JSON on standard input, their results on standard output."""

import json
import sys
from typing import Any

from projects.spc.wire import expected

USAGE = "one case, a list of cases, or an object with a list under 'cases'"


def main() -> int:
    """Answer every case in its order.

    Exit codes: 0 answered (a refused case is an answer), 2 the input is not JSON cases.
    """
    try:
        given = json.load(sys.stdin)
    except (ValueError, RecursionError) as error:
        return _refuse(f"standard input is not JSON: {error}")
    cases = _cases(given)
    if cases is None:
        return _refuse(f"expected {USAGE}")
    json.dump([expected(case) for case in cases], sys.stdout, allow_nan=False)
    sys.stdout.write("\n")
    return 0


def _cases(given: Any) -> list[Any] | None:
    if isinstance(given, dict) and isinstance(given.get("cases"), list):
        given = given["cases"]
    if isinstance(given, dict):
        return [given]
    return given if isinstance(given, list) else None


def _refuse(reason: str) -> int:
    print(f"projects.spc: {' '.join(reason.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
