"""Constraints that the database itself keeps."""

from __future__ import annotations

from django.db import models


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """`field` holds one of the choices, however the row was written."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)


def said(field: str, name: str) -> models.CheckConstraint:
    """`field` is not left empty."""
    return models.CheckConstraint(condition=~models.Q(**{field: ""}), name=name)
