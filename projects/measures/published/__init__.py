"""Published figures of many organisations in one file, as series to look at. Pure."""

from projects.measures.published.layouts import LAYOUTS, Amount, Layout
from projects.measures.published.reading import Published, Series, Wrong, read_published

__all__ = ["LAYOUTS", "Amount", "Layout", "Published", "Series", "Wrong", "read_published"]
