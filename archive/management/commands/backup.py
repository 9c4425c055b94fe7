"""`manage.py backup [FILE|FOLDER]`: the whole archive in one file, while the site runs."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from archive.backup import BackupError, Made, back_up, naming
from archive.backup.leftovers import FOLDER
from archive.ingest.outcomes import reason
from archive.management.progress import Meter
from archive.management.usage import WRONG, PlainCommand


class Command(PlainCommand):
    help = "把整个档案（数据、原文件、设置）备份成一个文件；网站照常运行。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "target",
            nargs="?",
            metavar="FILE|FOLDER",
            help=f"写成的文件，或放它的文件夹（以 / 结尾或已存在）；默认 ARCHIVE_DATA/{FOLDER}/",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="做成后，文件夹里只留最新的 N 个备份"
        )

    def handle(self, *, target: str | None, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep 应为 1 以上的整数。", returncode=WRONG)
        begun = time.monotonic()
        meter = Meter(self.stderr)
        try:
            path = _target(target)
            made = back_up(path, meter)
        except BackupError as error:
            raise CommandError(str(error), returncode=1) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(f"备份没有做成：{reason(error)}", returncode=1) from error
        except KeyboardInterrupt:
            raise CommandError("已中断，没有留下文件。", returncode=130) from None
        finally:
            meter.wipe()
        self._tell(made, time.monotonic() - begun)
        if made.faults:
            raise CommandError(
                f"备份已写成，但有 {len(made.faults)} 个原文件缺失或与入库时不同"
                "（旧的备份一个都没有删）。",
                returncode=1,
            )
        if keep:
            self._keep(made.path, keep)

    def _tell(self, made: Made, seconds: float) -> None:
        for fault in made.faults:
            self.stderr.write(fault)
        self.stdout.write(
            f"{made.path}：{_size(made.size)}，{made.rows} 行，{made.files} 个原文件，"
            f"{seconds:.1f} 秒。"
        )

    def _keep(self, made: Path, count: int) -> None:
        gone, ahead = naming.keep_newest(made, count, timezone.now())
        if gone:
            self.stdout.write(f"删去了 {len(gone)} 个更旧的备份。")
        if ahead:
            names = "、".join(path.name + "（已删）" * (path in gone) for path in ahead)
            self.stderr.write(f"名字里的时间在将来（做它时时钟不准？），当作最旧的：{names}。")


def _target(given: str | None) -> Path:
    """The file to be written. Raises CommandError, OSError."""
    if given is None:
        folder = settings.ARCHIVE_DATA / FOLDER
    else:
        folder = Path(given)
        if not folder.is_dir() and not given.endswith("/"):
            return _file(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve() / naming.name_of(timezone.now())


def _file(path: Path) -> Path:
    if not path.parent.is_dir():
        raise CommandError(f"没有文件夹 {path.parent}。", returncode=WRONG)
    if path.exists():
        raise CommandError(f"{path} 已经存在，没有覆盖它。", returncode=WRONG)
    return path.resolve()


def _size(count: int) -> str:
    """12.3 MB; what is small in KB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.1f} KB"
