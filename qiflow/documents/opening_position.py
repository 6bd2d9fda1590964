"""opening-position.md: the sheets and columns of a file with which an organisation arrives."""

from __future__ import annotations

from projects.opening_position.format import SHEETS, Sheet
from projects.opening_position.template import explained
from qiflow.documents import markdown

_INTRODUCTION = """
An organisation arrives with committees, partners and projects under way. They are brought in with
their true dates, in any state, by one file that one person signs off. Of days before it was loaded,
rules say "before QIflow" and never fail. The true dates count from that day on: how old a vacancy
is, or for how long a committee is new.

The file is a workbook (`.xlsx`), or the same sheets as CSV files in a ZIP or a folder. Take the
empty workbook from the page (My details, Opening position) or write it with
`manage.py import_opening_position FILE --template`.

```sh
manage.py import_opening_position arrival.xlsx --organisation RX1 --dry-run
manage.py import_opening_position arrival.xlsx --organisation RX1 --signed-off-by a.khan@example.org
curl -H "Authorization: Bearer $KEY" -F file=@arrival.xlsx -F dry_run=true $QIFLOW/opening-positions
```
"""
_RULES = (
    "Everything is loaded or nothing; what is to be mended is told by sheet, row and column.",
    (
        "The same file again changes nothing. Rows that are here already stay as they are: change "
        "them in QIflow."
    ),
    (
        "Rows find each other by `external_id`, your own code of a thing. Codes of an earlier file "
        "may be named again."
    ),
    (
        "Columns and sheets that QIflow does not know are left aside and listed. Order does not "
        "matter."
    ),
    "Dates are `31/03/2027`, `2027-03-31` or dates of the spreadsheet; both ends count.",
    (
        "CSV is read in UTF-8 or UTF-16; anything else is read as Windows-1252 and asked about. "
        "Separators are comma, semicolon, tab or bar."
    ),
    "Formulas stay the text they are. Workbooks with macros, links or passwords are refused.",
    "At most 10 MB, and 20,000 rows a sheet.",
)


def page() -> str:
    return markdown.page(
        "Opening position", _INTRODUCTION, markdown.bullets(_RULES), *map(_sheet, SHEETS)
    )


def _sheet(sheet: Sheet) -> str:
    rows = (
        [markdown.code(column.name), "yes" if column.required else "", explained(column)]
        for column in sheet.columns
    )
    told = f"{sheet.meaning} Rows are told apart by {markdown.codes(sheet.key)}."
    table = markdown.table(["Column", "Required", "Meaning"], rows)
    return f"## {sheet.name}\n\n{told}\n\n{table}"
