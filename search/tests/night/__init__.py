"""A night in the life of the archive: a crowd that reads, edits and uploads, and what kills it.

`load` measures a crowd of clients, `chaos` kills processes among them; both start a real `serve` on
a data folder of its own and compare at the end what was acknowledged with what is there.
"""
