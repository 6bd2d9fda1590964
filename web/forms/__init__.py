"""Forms of the pages: what may be typed, what is said when it cannot be used."""

from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.numbers import CountField
from web.forms.text import LineField, TextField

__all__ = ["BritishDateField", "ChangeForm", "CountField", "LineField", "PageForm", "TextField"]
