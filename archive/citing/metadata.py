"""What a page says of its article in its head: for Zotero, Google Scholar, and previews of links."""

from __future__ import annotations

from archive.citing.record import Citation

Tags = list[tuple[str, str]]


def highwire(citation: Citation) -> Tags:
    """Names and contents of meta tags: Highwire, Dublin Core, and Zotero's own type.

    Example: ("citation_author", "王晓"), once for each author.
    """
    day = citation.date
    tags = [
        ("citation_title", citation.heading),
        *(("citation_author", name) for name in citation.authors),
        ("citation_publication_date", f"{day:%Y/%m/%d}"),
        ("citation_journal_title", citation.newspaper),
        ("citation_firstpage", citation.page),
        ("citation_language", "zh-CN"),
        ("citation_public_url", citation.address),
        ("citation_fulltext_html_url", citation.address),
        ("DC.type", "Text"),
        ("DC.title", citation.heading),
        *(("DC.creator", name) for name in citation.authors),
        ("DC.date", day.isoformat()),
        ("DC.source", citation.newspaper),
        ("DC.language", "zh-CN"),
        ("DC.identifier", citation.address),
        # Without it a title and a "journal" make an article of a journal.
        ("z:itemType", "newspaperArticle"),
    ]
    return [(name, value) for name, value in tags if value]


def open_graph(citation: Citation, summary: str) -> Tags:
    """Properties and contents for a preview of the link; the summary is the text's beginning."""
    return [
        ("og:type", "article"),
        ("og:site_name", citation.archive),
        ("og:title", citation.heading),
        ("og:description", summary),
        ("og:url", citation.address),
        ("og:locale", "zh_CN"),
        ("article:published_time", citation.date.isoformat()),
    ]
