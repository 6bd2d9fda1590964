"""What the pages of measures show: the summary of many, one with its chart, and its data."""
