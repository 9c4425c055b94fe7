"""Draft in, mentions out: places, officials, industries, figures. No database."""

from archive.records import ArticleDraft, Context, Mentions

__all__ = ["extract"]


def extract(draft: ArticleDraft, context: Context) -> Mentions:
    """Everything that an article speaks of."""
    return Mentions()
