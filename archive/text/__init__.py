"""Pure functions on strings: repair, dates, numbers, words. No Django."""
