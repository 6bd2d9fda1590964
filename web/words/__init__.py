"""How values are said on a page: dates, times, outcomes and stages in plain English."""
