"""What follows from the rows of a measure: periods, targets, series, charts, downloads. Pure."""
