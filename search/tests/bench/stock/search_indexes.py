"""The index of the stock backend; the text comes as words that are cut already."""

from haystack import indexes
from whoosh.analysis import SpaceSeparatedTokenizer

from search.tests.bench.stock.models import Article


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="text", analyzer=SpaceSeparatedTokenizer())
    city = indexes.MultiValueField(faceted=True, model_attr="city")
    official = indexes.MultiValueField(faceted=True, model_attr="official")
    industry = indexes.MultiValueField(faceted=True, model_attr="industry")
    # A list too: a CharField's facet would be split at the dash.
    month = indexes.MultiValueField(faceted=True)
    day = indexes.DateField(model_attr="day")

    def get_model(self) -> type[Article]:
        return Article

    def prepare_month(self, article: Article) -> list[str]:
        return [article.month]
