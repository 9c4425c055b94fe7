"""A result as a file: every hit, written as it is read. `EXPORTS` is the one table of forms."""

from search.exports.forms import EXPORTS, Export

__all__ = ["EXPORTS", "Export"]
