"""Saves one article in a transaction when told to, and puts it back; run inside the site.

`… site search.tests.bench.edit ARTICLE MARK`: says when it is ready and when it has committed.
"""

from __future__ import annotations

import sys
import time

from django.db import transaction

from archive.models import Article


def save(article: Article, subtitle: str) -> None:
    with transaction.atomic():
        article.subtitle = subtitle
        article.save()


def main(number: int, mark: str) -> None:
    article = Article.objects.get(pk=number)
    before = article.subtitle
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    save(article, mark)
    sys.stdout.write(f"{time.time()}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    save(article, before)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
