"""Measures: from their stored data to a chart, its sentence and its downloads."""
