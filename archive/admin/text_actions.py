"""Corrections that the review of a page offers: headlines and mentions of an article, in place."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404

from archive.admin.asked import Action, Asked, Done, key_of
from archive.admin.review_forms import FORMS, HeadlineForm
from archive.editing.labels import labels_of
from archive.editing.mentions import remove_mention, set_mention
from archive.editing.restoring import restore
from archive.editing.texts import set_texts
from archive.ingest.errors import InputError
from archive.ingest.mentions import TABLES


def _retitle(asked: Asked) -> Done:
    article = asked.article()
    changed = set_texts(article, _clean(HeadlineForm(asked.values)), author=asked.author)
    text = f"已更正：{'、'.join(labels_of(changed))}。" if changed else "没有改动。"
    return Done(text, article, bool(changed))


def _mention(asked: Asked) -> Done:
    article, table = asked.article(), _table(asked, "add")
    if table not in FORMS:
        raise Http404
    values = _clean(FORMS[table](asked.values, user=asked.author))
    return Done(f"{set_mention(article, table, values, author=asked.author)}。", article)


def _unmention(asked: Asked) -> Done:
    article, table = asked.article(), _table(asked, "delete")
    key = key_of(asked.values.get("row"))
    return Done(f"{remove_mention(article, table, key, author=asked.author)}。", article)


def _restore(asked: Asked) -> Done:
    article = asked.article()
    text = restore(article, {asked.values.get("mark", "")}, author=asked.author)
    return Done(f"{text}。" if text else "没有这样的更正。", article, bool(text))


def _table(asked: Asked, verb: str) -> str:
    """The table that is named, which the editor must be allowed to add to, or to delete from."""
    table = asked.values.get("table", "")
    if table not in TABLES:
        raise Http404
    if not asked.author.has_perm(f"archive.{verb}_{TABLES[table]._meta.model_name}"):
        raise PermissionDenied
    return table


def _clean(form: forms.BaseForm) -> dict[str, object]:
    """What the form says. Raises InputError with all that is wrong with it, in one line."""
    if form.is_valid():
        return form.cleaned_data
    faults = [
        f"{form.fields[name].label}：{''.join(map(str, errors))}" if name in form.fields
        else "".join(map(str, errors))
        for name, errors in form.errors.items()
    ]  # fmt: skip
    raise InputError("；".join(faults))


TEXT_ACTIONS = {
    "retitle": Action(_retitle),
    "mention": Action(_mention),
    "unmention": Action(_unmention),
    "restore": Action(_restore),
}
