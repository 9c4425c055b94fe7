"""A result as a file: every hit, written as it is read. `EXPORTS` is the one table of forms.

For articles that are no search (a collection): `Result(label, address, total, hits_of(numbers),
request.build_absolute_uri)`, one of `FILES` and `respond(form, result, request)`.
"""

from search.exports.export import Result, hits_of
from search.exports.forms import EXPORTS, FILES, Export
from search.exports.sending import respond

__all__ = ["EXPORTS", "FILES", "Export", "Result", "hits_of", "respond"]
