"""The gazetteer in the database: complete, repeatable, and skipped when nothing changed."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import post_save
from django.urls import reverse

from archive.gazetteer.industries import industries
from archive.gazetteer.newspapers import newspapers
from archive.gazetteer.places import places
from archive.models import Industry, Newspaper, Place, PlaceAlias

pytestmark = pytest.mark.django_db


def run(capsys, *arguments: str) -> str:
    call_command("load_reference", *arguments)
    return capsys.readouterr().out.strip()


def test_everything_is_loaded_with_its_parents(capsys):
    line = run(capsys)
    assert f"地区 {len(places().by_code)}" in line and "\n" not in line
    assert Place.objects.count() == len(places().by_code)
    assert Newspaper.objects.count() == len(newspapers().by_slug)
    assert [row.slug for row in Industry.objects.all()] == [row.slug for row in industries()]
    county = Place.objects.select_related("parent__parent").get(code="370831")
    assert (county.name, county.parent.name, county.parent.parent.name) == (
        "泗水县",
        "济宁市",
        "山东省",
    )
    assert PlaceAlias.objects.filter(place__code="370800", name="济宁").exists()
    assert Newspaper.objects.get(name="济宁日报").place.code == "370800"
    assert "储能" in Industry.objects.get(slug="energy-storage").keywords


def test_a_second_run_changes_nothing_and_mends_what_was_changed(capsys):
    run(capsys)
    before = dict(Place.objects.values_list("code", "pk"))
    Place.objects.filter(code="370800").update(name="错名市")
    PlaceAlias.objects.create(place_id=before["370800"], name="没有的别名")
    run(capsys)
    assert dict(Place.objects.values_list("code", "pk")) == before
    assert Place.objects.get(code="370800").name == "济宁市"
    assert not PlaceAlias.objects.filter(name="没有的别名").exists()


def test_if_needed_loads_once_and_again_when_the_fixtures_change(capsys, settings, tmp_path):
    settings.FIXTURES = tmp_path
    file = tmp_path / "rows.jsonl"
    file.write_text("{}", encoding="utf-8")
    assert "已载入" in run(capsys, "--if-needed")
    assert "没有变化" in run(capsys, "--if-needed")
    file.write_text("{ }", encoding="utf-8")
    assert "已载入" in run(capsys, "--if-needed")


def test_queries_do_not_grow_with_rows(capsys, django_assert_max_num_queries):
    with django_assert_max_num_queries(80):
        run(capsys)


def test_what_the_database_refuses_is_one_line(capsys):
    """A newspaper of the editors may already have the name under a slug of its own."""
    Newspaper.objects.create(slug="mine", name="济宁日报", level="prefecture")
    with pytest.raises(CommandError) as refused:
        call_command("load_reference")
    assert (refused.value.returncode, len(str(refused.value).splitlines())) == (1, 1)
    assert not Place.objects.exists()


def test_a_changed_row_is_saved_by_itself_so_that_the_index_hears_of_it(capsys):
    run(capsys)
    Place.objects.filter(code="370800").update(short="旧济宁")
    saved = []
    receiver = lambda instance, **_: saved.append(instance.code)  # noqa: E731
    post_save.connect(receiver, sender=Place)
    try:
        run(capsys)
    finally:
        post_save.disconnect(receiver, sender=Place)
    assert saved == ["370800"]
    assert Place.objects.get(code="370800").short == "济宁"


def edit(client, paper: Newspaper, **values: object) -> None:
    """What somebody sends who opens the newspaper in the admin, changes that and saves."""
    form = {
        "name": paper.name,
        "slug": paper.slug,
        "aliases": "、".join(paper.aliases),
        "level": paper.level,
        "place": paper.place_id or "",
    }
    url = reverse("admin:archive_newspaper_change", args=[paper.pk])
    assert client.post(url, form | values).status_code == 302


@pytest.mark.parametrize(
    ("field", "sent", "stored"),
    [
        ("name", "济宁日报社", "济宁日报社"),
        ("aliases", "济宁报、老济宁", ["济宁报", "老济宁"]),
        ("level", "county", "county"),
        ("place_id", "", None),
    ],
)
def test_what_an_editor_set_on_a_newspaper_stays_and_is_told(
    capsys, admin_client, field, sent, stored
):
    run(capsys)
    paper = Newspaper.objects.get(slug="jining-ribao")
    edit(admin_client, paper, **{field.removesuffix("_id"): sent})
    others = {"name", "aliases", "level", "place_id"} - {field}
    stale = {"name": "旧名", "aliases": ["旧"], "level": "national", "place_id": None}
    Newspaper.objects.filter(pk=paper.pk).update(**{name: stale[name] for name in others})

    lines = run(capsys).splitlines()

    now = Newspaper.objects.get(pk=paper.pk)
    assert getattr(now, field) == stored
    for name in others:  # what nobody edited follows fixtures/
        assert getattr(now, name) == getattr(paper, name)
    shown = Newspaper._meta.get_field(field.removesuffix("_id")).verbose_name
    assert len(lines) == 2 and f"（{shown}）" in lines[1]


def test_a_newspaper_that_an_editor_added_stays_as_it_was_entered(capsys, admin_client):
    form = {"name": "济宁日报", "slug": "jining-ribao", "aliases": "我们的", "level": "county"}
    assert admin_client.post(reverse("admin:archive_newspaper_add"), form).status_code == 302
    assert "济宁日报（别名、级别、所在地）" in run(capsys)
    paper = Newspaper.objects.get(slug="jining-ribao")
    assert (paper.aliases, paper.level, paper.place) == (["我们的"], "county", None)


def test_a_field_set_back_to_the_files_value_is_not_spoken_of(capsys, admin_client):
    run(capsys)
    paper = Newspaper.objects.get(slug="jining-ribao")
    edit(admin_client, paper, level="county")
    edit(admin_client, paper)
    assert "\n" not in run(capsys)
