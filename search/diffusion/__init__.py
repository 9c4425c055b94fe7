"""扩散: see docs/explanation/the-house.md."""
