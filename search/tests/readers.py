"""Readers with their things, for the tests of the desk."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.test import Client

from search.desk import collecting, searches
from search.models import Collection, Frequency, SavedSearch

PASSWORD = "long-Enough-7"


def reader(name: str = "li", **values: object) -> User:
    email = f"{name}@example.org"
    return get_user_model().objects.create_user(name, email, PASSWORD, **values)


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def search(
    who: User, query: str = "q=储能", frequency: str = Frequency.NONE, name: str = "储能"
) -> SavedSearch:
    return searches.save(owner=who, name=name, query=query, frequency=frequency)


def collection(who: User, *articles: int, name: str = "比较") -> Collection:
    made = collecting.create(owner=who, name=name)
    for number in articles:
        collecting.keep(made, article=number)
    return made


def order(of: Collection) -> list[int]:
    return list(of.entries.values_list("article", flat=True))
