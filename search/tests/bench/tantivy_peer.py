"""tantivy, with its own aggregations for the facets; fed with words that are cut already."""

from __future__ import annotations

import shutil
import sys

import tantivy
from tantivy import Occur, Query

from search.tests.bench.asking import TOP, main
from search.tests.bench.folders import peer
from search.tests.bench.questions import Answer, Question
from search.tests.bench.words import Texts

FACETS = ("city", "official", "industry", "month")
ALL = 5_000  # more values than a facet has, as ours counts every one of them


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True, indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="blank", index_option="position")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def index_at(articles: int) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(peer("tantivy", articles)))
    blank = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("blank", blank)
    return index


def build(articles: int) -> None:
    folder = peer("tantivy", articles)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    writer = index_at(articles).writer(heap_size=256_000_000, num_threads=1)
    texts = Texts(articles)
    for number, row in enumerate(texts.corpus.rows, 1):
        document = tantivy.Document(number=number, day=texts.corpus.day(row).toordinal())
        document.add_text("text", texts.of(row))
        for name, values in texts.corpus.facets(row).items():
            for value in values:
                document.add_text(name, value)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Tantivy:
    def __init__(self, articles: int) -> None:
        self.schema = schema()
        self.index = index_at(articles)
        self.index.reload()
        self.searcher = self.index.searcher()
        self.counts = {name: {"terms": {"field": name, "size": ALL}} for name in FACETS}

    def query(self, question: Question) -> Query:
        if question.phrase:
            asked = Query.phrase_query(self.schema, "text", list(question.words))
        else:
            words = [
                Query.term_query(self.schema, "text", word, index_option="freq")
                for word in question.words
            ]
            asked = Query.boolean_query([(Occur.Must, one) for one in words])
            asked = words[0] if len(words) == 1 else asked
        return self._filtered(asked, question) if question.days else asked

    def _filtered(self, asked: Query, question: Question) -> Query:
        kind = tantivy.FieldType.Integer
        conditions = [
            Query.term_query(self.schema, "city", question.city),
            Query.range_query(self.schema, "day", kind, *question.days, True, True),
        ]
        plain = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in conditions]
        return Query.boolean_query([(Occur.Must, asked), *plain])

    def ask(self, question: Question, counted: bool) -> Answer:
        query = self.query(question)
        found = self.searcher.search(query, limit=TOP, count=True)
        top = [self.searcher.doc(address)["number"][0] for _, address in found.hits]
        counts = {}
        if counted:
            told = self.searcher.aggregate(query, self.counts)
            counts = {
                name: {row["key"]: row["doc_count"] for row in told[name]["buckets"]}
                for name in FACETS
            }
        return Answer(found.count, top, counts)


if __name__ == "__main__":
    sys.exit(main(build, lambda articles: lambda: Tantivy(articles), sys.argv[1:]))
