"""Trends: several searches over time in one chart, with the table of the same numbers."""
