"""What the icons of a chart say, for whoever cannot see them. Pure.

Source: NHS England, Making Data Count, "Icon descriptions".
"""

from __future__ import annotations

from collections.abc import Mapping

VARIATION: Mapping[str, str] = {
    "common_cause": "Common cause variation: no significant change",
    "improvement_high": "Special cause: improving, higher",
    "improvement_low": "Special cause: improving, lower",
    "concern_high": "Special cause: concerning, higher",
    "concern_low": "Special cause: concerning, lower",
    "neutral_high": "Special cause: higher, neither better nor worse",
    "neutral_low": "Special cause: lower, neither better nor worse",
}
ASSURANCE: Mapping[str, str] = {
    "pass": "The target is met consistently",
    "fail": "The target is missed unless something changes",
    "inconsistent": "The target is met or missed by chance",
}
