"""The archive: what was printed, and what it speaks of."""

import os

# pypinyin reads this when it is imported, and nothing here uses its phrases: fifty megabytes less
# in every process. `search.suggesting.readings` loads them in a process of its own.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
