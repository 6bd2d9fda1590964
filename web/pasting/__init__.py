"""Cells that people paste out of a spreadsheet, read as the data of a measure. Pure."""
