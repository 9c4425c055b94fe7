"""趋势: see docs/explanation/the-house.md."""
