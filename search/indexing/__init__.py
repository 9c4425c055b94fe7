"""How the index is kept: what it should hold, and the ways by which that comes into it."""
