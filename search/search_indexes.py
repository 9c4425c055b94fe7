"""The index of published articles: what of each is searched, and what is counted."""

from __future__ import annotations

from itertools import chain

from haystack import indexes

from archive.models import Article
from archive.models.articles import ArticleQuerySet
from archive.models.mentions import Role
from search import mentions


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    # Searched: words and exact phrases
    text = indexes.CharField(document=True, model_attr="body")
    title = indexes.CharField(model_attr="title")
    kicker = indexes.CharField(model_attr="kicker")
    subtitle = indexes.CharField(model_attr="subtitle")
    byline = indexes.CharField()
    # Ranked by: the names of what the article is about
    subjects = indexes.CharField()
    # Chosen and counted: `_subject` holds only what the article is about
    date = indexes.DateField(model_attr="page__issue__date")
    month = indexes.CharField()
    newspaper = indexes.CharField(model_attr="page__issue__newspaper__slug")
    city = indexes.MultiValueField()
    city_subject = indexes.MultiValueField()
    county = indexes.MultiValueField()
    county_subject = indexes.MultiValueField()
    official = indexes.MultiValueField()
    industry = indexes.MultiValueField()
    industry_subject = indexes.MultiValueField()

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> ArticleQuerySet:
        return Article.objects.published().with_press().with_mentions()

    def get_updated_field(self) -> str:
        return "updated"

    def prepare_byline(self, article: Article) -> str:
        """Everyone it is by, a line each: folding drops blanks between Chinese names, lines it keeps."""
        people = (article.reporters, article.correspondents, article.compilers)
        return "\n".join(chain(*people, article.photographers))

    def prepare_subjects(self, article: Article) -> str:
        return "\n".join(mentions.subjects(article))

    def prepare_month(self, article: Article) -> str:
        return f"{article.page.issue.date:%Y-%m}"

    def prepare_city(self, article: Article) -> list[str]:
        return [place.code for place, _ in mentions.cities(article)]

    def prepare_city_subject(self, article: Article) -> list[str]:
        return [place.code for place, role in mentions.cities(article) if role == Role.SUBJECT]

    def prepare_county(self, article: Article) -> list[str]:
        return [place.code for place, _ in mentions.counties(article)]

    def prepare_county_subject(self, article: Article) -> list[str]:
        return [place.code for place, role in mentions.counties(article) if role == Role.SUBJECT]

    def prepare_official(self, article: Article) -> list[str]:
        return [str(row.official_id) for row in article.official_mentions.all()]

    def prepare_industry(self, article: Article) -> list[str]:
        return [row.industry.slug for row in article.industry_mentions.all()]

    def prepare_industry_subject(self, article: Article) -> list[str]:
        rows = article.industry_mentions.all()
        return [row.industry.slug for row in rows if row.role == Role.SUBJECT]
