"""How an article is cited: one record, one pure function a style, what reference managers read.

Nothing here knows the database or HTML; every answer is one line of plain text, or pairs of it.
"""

from archive.citing.apa import apa
from archive.citing.chicago import chicago, chicago_note
from archive.citing.footnotes import history_note, law_note
from archive.citing.gbt import gbt, gbt_online
from archive.citing.metadata import highwire, open_graph
from archive.citing.mla import mla
from archive.citing.openurl import openurl
from archive.citing.record import Citation

STYLES = {
    "gbt": gbt,
    "gbt-online": gbt_online,
    "history": history_note,
    "law": law_note,
    "apa": apa,
    "mla": mla,
    "chicago": chicago,
    "chicago-note": chicago_note,
}

__all__ = ["STYLES", "Citation", "highwire", "open_graph", "openurl"]
