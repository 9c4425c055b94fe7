#!/usr/bin/env python
"""The archive's commands: `python manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import NotSupportedError, OperationalError

from archive.config import env

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.config.settings")
    if warning := env.root_warning("ARCHIVE_DATA", env.ROOT / "var"):
        sys.stderr.write(f"{warning}\n")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"配置错误：{error}")
    except (NotSupportedError, OperationalError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"数据库不可用：{' '.join(str(error).split())}。")
