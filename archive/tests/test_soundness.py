"""Files and rows are compared while both come and go."""

from __future__ import annotations

from archive.models import Import
from archive.soundness import file_faults
from archive.tests.archives import Archive, fresh, old, template
from archive.tests.databases import elsewhere

__all__ = ["fresh", "old", "template"]


def test_files_that_are_deleted_with_their_rows_while_many_are_checked(old: Archive) -> None:
    """More than a query fetches at a time: one that stays open would not see that they went."""
    with old.inside():
        rows = [
            Import(sha256=f"{number:064}", filename="a.txt", file=f"{number}.txt", size=1)
            for number in range(2100)
        ]
        Import.objects.bulk_create(rows)
        faults = file_faults()
        assert "原文件无法读取" in next(faults).text
        elsewhere(Import.objects.filter(file__regex=r"^[0-9]+[.]txt$").delete)
        assert list(faults) == []
