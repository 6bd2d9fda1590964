"""Markdown as the generated pages use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_NOTICE = "Written by `make docs` from the code. Change the code, not this page."


def page(title: str, *parts: str) -> str:
    """A page with its title and the notice that it is generated."""
    return "\n\n".join([f"# {title}", _NOTICE, *(part.strip("\n") for part in parts if part)])


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; empty cells stay empty, line breaks and bars do not break it."""
    lines = [_row(headings), _row(["---"] * len(headings))]
    lines += [_row(row) for row in rows]
    return "\n".join(lines)


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    return ", ".join(code(text) for text in texts)


def words(name: str) -> str:
    """`start_testing` and `return_` as people write them."""
    return name.strip("_").replace("_", " ")


def meaning(documented: object) -> str:
    """The first sentence that a docstring says, on one line."""
    text = getattr(documented, "__doc__", None) or ""
    first = text.strip().split("\n\n", 1)[0]
    return " ".join(first.split())


def _row(cells: Sequence[object]) -> str:
    shown = (" ".join(str(cell).split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"
