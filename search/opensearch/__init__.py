"""The archive on an OpenSearch cluster: a second engine behind the door of the first (contract.py)."""
