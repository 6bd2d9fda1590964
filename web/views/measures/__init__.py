"""Measures: the summary, defining one, the page of one, its data, what is set on its chart."""
