"""One suite of questions for every engine: the embedded one and a cluster must answer them alike.

`corpus` fills a database, `questions` draws what readers ask, `asking` and `beside` ask it of the
engine that stands, `comparing` tells where two answers differ. `python -m search.tests.conformance`
does all of it and reports.
"""
