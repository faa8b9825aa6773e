"""Analysis over ensemble results: plots and reports."""
