"""The desk of a signed-in reader: saved searches, collections, digests."""
