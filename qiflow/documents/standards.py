"""standards.md: every threshold, its default and who says so."""

from __future__ import annotations

from kernel.rules.rulebook import RULEBOOK
from kernel.rules.standards import DEFINITIONS
from qiflow.documents import markdown


def page() -> str:
    """Every threshold of the product. A number that rules read is here or nowhere."""
    readers = _readers()
    rows = (
        [
            markdown.code(name),
            known.sentence,
            known.default,
            known.unit,
            f"{known.minimum} to {known.maximum}",
            markdown.codes(readers.get(name, ())),
            known.source,
        ]
        for name, known in sorted(DEFINITIONS.items())
    )
    return markdown.page(
        "Standards",
        "A standard is a threshold on which sources differ or which may change. It has a national"
        " default, may be set nationally and by an organisation from a day on, and is never a"
        " constant in the code. A change says first which bodies would be judged otherwise.",
        markdown.table(
            ["Name", "What it says", "Default", "Unit", "Allowed", "Read by", "Source"], rows
        ),
    )


def _readers() -> dict[str, list[str]]:
    readers: dict[str, list[str]] = {}
    for rule_id, rule in sorted(RULEBOOK.rules.items()):
        for name in dict.fromkeys(rule.threshold_names):
            readers.setdefault(name, []).append(rule_id)
    return readers
