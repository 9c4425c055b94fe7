"""The history of an article: its state when it came in, and every edit with author and reason."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from archive.editing.rights import require_save
from archive.models import Article

CAME_IN = "入库"


def begin(article: Article) -> None:
    """Before its first edit: keep the state in which the article came in, nobody's edit.

    Articles come in by the thousand and few are edited, so history starts here and not at the
    import; call it before anything of the article is changed.
    """
    if article.pk is None or article.history.exists():
        return
    original = Article.objects.get(pk=article.pk)
    original._history_user = None
    original._history_date = original.created
    original.history.bulk_history_create([original], default_change_reason=CAME_IN)


def save(article: Article, *, author: AbstractBaseUser | None, reason: str) -> None:
    """Save an edited article, with who edited it and what was done, in a few words.

    Raises RightsError where the author may not: all edits of articles end here.
    """
    require_save(author, article)
    if author is not None:
        article._history_user = author
    article._change_reason = reason[:100]
    article.save()
