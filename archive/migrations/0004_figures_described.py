"""Place, time, name and unit of the figures that are stored already, a few hundred articles at a time."""

from django.db import migrations

from archive.extract.facts import facts_of
from archive.extract.figure_places import FigurePlaces, Spoken

ARTICLES = 500
TEXTS = ("kicker", "title", "subtitle", "body")
UPDATE = """
    UPDATE archive_figure SET place_id = %s, key = %s, base_value = %s, base_unit = %s, year = %s,
    period_start = %s, period_end = %s, printed = %s, sentence = %s, hit_start = %s, hit_end = %s
    WHERE id = %s
"""


def describe(apps, schema_editor):
    figures = apps.get_model("archive", "Figure").objects
    last = 0
    while True:
        later = figures.filter(article__gt=last).order_by("article").values_list("article")
        numbers = [number for number, in later.distinct()[:ARTICLES]]
        if not numbers:
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(UPDATE, list(_described(apps, numbers)))
        last = numbers[-1]


def _described(apps, numbers):
    articles = {
        row[0]: (dict(zip(TEXTS, row[2:], strict=True)), row[1])
        for row in apps.get_model("archive", "Article")
        .objects.filter(pk__in=numbers)
        .values_list("pk", "page__issue__date", *TEXTS)
    }
    spoken, keys = _spoken(apps, numbers)
    where = {
        number: FigurePlaces(texts, spoken.get(number, []))
        for number, (texts, _) in articles.items()
    }
    rows = apps.get_model("archive", "Figure").objects.filter(article__in=numbers)
    told = ("text", "indicator", "value", "unit", "period", "evidence")
    for pk, number, *figure in rows.values_list("pk", "article", *told):
        texts, day = articles[number]
        facts = facts_of(tuple(figure), texts, where[number], day)
        yield (
            keys.get(facts.place), facts.key, facts.base_value, facts.base_unit, facts.year,
            facts.period_start, facts.period_end, day, facts.sentence, facts.hit_start,
            facts.hit_end, pk,
        )


def _spoken(apps, numbers):
    rows = apps.get_model("archive", "PlaceMention").objects.filter(article__in=numbers)
    names = ("place__code", "place__level", "place__parent__code", "role", "evidence")
    found, keys = {}, {}
    for number, key, code, level, parent, role, evidence in rows.values_list(
        "article", "place", *names
    ):
        keys[code] = key
        spots = tuple(tuple(spot) for spot in evidence)
        found.setdefault(number, []).append(Spoken(code, level, parent, role == "subject", spots))
    return found, keys


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0003_figures_compared"),
    ]

    operations = [
        migrations.RunPython(describe, migrations.RunPython.noop),
    ]
