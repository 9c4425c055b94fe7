"""Whether database, files and folders of the archive agree, and what mends them where they do not."""

from archive.soundness.fault import Fault
from archive.soundness.files import file_faults
from archive.soundness.remains import remains
from archive.soundness.rows import row_faults

__all__ = ["Fault", "file_faults", "remains", "row_faults"]
