"""Addresses of the search."""

from django.urls import path, re_path

from search import views
from search.api import api

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/choices/<str:name>/", views.choices, name="search-choices"),
    re_path(r"^search\.(?P<suffix>csv|json|ris|bib|atom)$", views.export, name="search-export"),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/", api.urls),
]
