"""Everything `make run` needs before the site is served, in one process: quick where it stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.backup import unfinished
from archive.ingest.pipeline import VERSION
from archive.languages import compile_texts
from archive.management.presence import beside_others
from archive.management.tuning import tune
from archive.models import Article, Page
from search.backend import policy_backend
from search.engine import IndexBusy
from search.indexing.outgrown import is_local
from search.management.commands.reindex import Away, build_reason

WAIT = 600.0  # seconds for another start to finish what it prepares
FEW = 20_000  # articles that are soon on a cluster, half a minute or so
LOADING, LOADED = "samples-loading", "samples-loaded"  # files in ARCHIVE_DATA


class Command(BaseCommand):
    help = (
        "准备网站：迁移数据库，载入参考数据，档案为空时导入示例版面，"
        "旧版本解析的版面重新解析，收集静态文件，必要时建索引。"
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Two starts at once must not both make the same tables: the second one waits."""
        engine = policy_backend().engine
        if engine.is_locked("prepare"):
            self.stdout.write("另一个 make run 正在准备，等它完成……")
        try:
            with engine.lock("prepare", timeout=WAIT):
                self._prepare()
        except IndexBusy as error:
            raise CommandError("另一个 make run 迟迟没有准备好，请先停止它。") from error

    @beside_others()
    def _prepare(self) -> None:
        if unfinished():
            raise CommandError("恢复没有完成，档案不全：请再运行一次 manage.py restore FILE。")
        self._call("migrate", verbosity=0)
        self._call("load_reference", if_needed=True)
        self._load_samples()
        self._reparse()
        compile_texts()
        self._call("collectstatic", interactive=False, verbosity=0)
        self._index()
        tune()

    def _index(self) -> None:
        """A cluster that is away keeps no site from being read: its indexer waits for it.

        Nor does one that is to be filled for long: the indexer of the running site fills it.
        """
        many = Article.objects.published().count()
        try:
            if is_local() or many <= FEW:
                self._call("reindex", if_needed=True)
            elif why := build_reason():
                self.stdout.write(f"{why}：{many:,} 篇文章由运行中的网站编入集群，期间可以浏览。")
        except Away as error:
            self.stderr.write(f"{error}网站现在启动，先供浏览。")

    def _load_samples(self) -> None:
        """All of them, into an archive that is new; what a kill left out follows at the next start.

        Once they are in, or there is something else, none is ever brought again.
        """
        loading, loaded = settings.ARCHIVE_DATA / LOADING, settings.ARCHIVE_DATA / LOADED
        if loaded.exists():
            return
        if not Page.objects.exists():
            loading.touch()
        if loading.exists():
            self._call("ingest", str(settings.FIXTURES / "pages"))
        loaded.touch()
        loading.unlink(missing_ok=True)

    def _reparse(self) -> None:
        """Pages that an older version has read: one that cannot be read again stays as it is."""
        older = Page.objects.filter(parsed_with__lt=VERSION).count()
        if not older:
            return
        self.stdout.write(f"解析规则有更新，现在重新解析 {older} 版，人工更正都保留……")
        report = settings.ARCHIVE_DATA / "reports" / f"reparse-{timezone.now():%Y%m%d-%H%M%S}.csv"
        report.parent.mkdir(exist_ok=True)
        try:
            self._call("reparse", verbosity=0, report=report)
        except CommandError as error:
            self.stderr.write(str(error))

    def _call(self, name: str, *values: str, **choices: Any) -> None:
        call_command(name, *values, stdout=self.stdout, stderr=self.stderr, **choices)
