"""Settings of the stock engine alone: BENCH_STOCK names the folder of its index."""

import os

SECRET_KEY = "bench"  # noqa: S105
INSTALLED_APPS = ["django.contrib.contenttypes", "haystack", "search.tests.bench.stock"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": os.environ["BENCH_STOCK"],
        "SILENTLY_FAIL": False,
    }
}
USE_TZ = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
