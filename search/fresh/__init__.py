"""The engine: an index of articles on disk, written and asked through `Engine`. No Django here."""
