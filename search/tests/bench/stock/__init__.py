"""A Django app as Haystack's documentation has it: one model, one index, the stock Whoosh backend."""
