"""数据: see docs/explanation/the-house.md."""
