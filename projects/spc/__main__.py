"""`python -m projects.spc`: cases as JSON on standard input, their results on standard output."""

import json
import os
import sys
from typing import Any

from projects.spc.wire import expected

USAGE = "one case, a list of cases, or an object with a list under 'cases'"


def main() -> int:
    """Answer every case in its order.

    Exit codes: 0 answered (a refused case is an answer), 1 nobody read the answers to their end,
    2 the input is not JSON cases.
    """
    try:
        # As bytes: any encoding of JSON, with or without a byte order mark, whatever the locale.
        given = json.load(sys.stdin.buffer)
    except (ValueError, RecursionError) as error:
        return _refuse(f"standard input is not JSON: {error}")
    cases = _cases(given)
    if cases is None:
        return _refuse(f"expected {USAGE}")
    return _write(json.dumps([expected(case) for case in cases], allow_nan=False))


def _write(answers: str) -> int:
    try:
        print(answers, flush=True)
    except BrokenPipeError:
        # Source: Python documentation, signal, "Note on SIGPIPE": the flush at exit must not fail
        # again, so that `| head` ends without a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
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
