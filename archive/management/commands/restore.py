"""`manage.py restore FILE`: the whole archive back from a backup, while the site does not run."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from archive.backup import BackupError, Restored, restore, unfinished
from archive.backup.errors import plain, told
from archive.ingest.outcomes import reason
from archive.management.progress import Meter
from archive.management.usage import PlainCommand


class Command(PlainCommand):
    help = "从备份文件恢复整个档案，到空的 ARCHIVE_DATA 和空的数据库；网站须先停止。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="backup 写成的文件")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="这里已有档案时，把它移到 ARCHIVE_DATA/before-日期/ 再恢复",
        )

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        begun, self.in_place = time.monotonic(), False
        self.meter = Meter(self.stderr)
        try:
            restored = restore(file, replace, self.meter, self._bring_up_to_date)
        except BackupError as error:
            raise CommandError(str(error), returncode=1) from error
        except OSError as error:
            why = f"{self._state()}：{file}（{told(error)}）。"
            raise CommandError(why, returncode=1) from error
        except DatabaseError as error:
            raise CommandError(f"{self._state()}：{reason(error)}", returncode=1) from error
        except KeyboardInterrupt:
            raise CommandError(f"已中断；{self._state()}。", returncode=130) from None
        finally:
            self.meter.wipe()
        self._tell(restored, time.monotonic() - begun)
        self._check()

    def _state(self) -> str:
        """How far it came, and what helps."""
        if self.in_place:
            return "数据和文件已恢复，其余的没有做完（运行 manage.py prepare 即可）"
        return "没有恢复完（再运行一次 restore 即可）" if unfinished() else "没有恢复"

    def _bring_up_to_date(self) -> None:
        """The present schema, and the index, which is in no backup."""
        self.in_place = True
        self.meter.wipe()
        self.stdout.write("数据和文件已就位；现在升级数据库，建立索引。")
        call_command("migrate", verbosity=0, stdout=self.stdout, stderr=self.stderr)
        call_command("reindex", stdout=self.stdout, stderr=self.stderr)

    def _tell(self, restored: Restored, seconds: float) -> None:
        for fault in restored.faults:
            self.stderr.write(f"备份时已是这样：{plain(fault)}")
        for note in restored.notes:
            self.stdout.write(note)
        self.stdout.write(
            f"已恢复 {restored.rows} 行，{restored.files} 个原文件，{seconds:.1f} 秒；现在核对。"
        )

    def _check(self) -> None:
        call_command("check_archive", stdout=self.stdout, stderr=self.stderr)
