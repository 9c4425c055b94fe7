"""`make bench-cluster`: the archive on three nodes beside the embedded engine, up to a million articles."""
