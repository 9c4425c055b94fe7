"""Printed text may be longer than a column of the database; it is cut, never refused."""

from __future__ import annotations

from django.db import models


def fit(model: type[models.Model], field: str, value: str | None) -> str:
    """`value` cut to what the model's field holds; None gives the empty string."""
    return (value or "")[: model._meta.get_field(field).max_length]
