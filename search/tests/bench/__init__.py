"""`make bench-search`: the search beside its peers, in one run. See docs/reference/benchmarks.md."""
