"""Addresses of the search."""

from django.urls import path, re_path

from search import discovery, views
from search.api import api
from search.exports.views import citation, export

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/choices/<str:name>/", views.choices, name="search-choices"),
    re_path(r"^search\.(?P<suffix>[a-z]{2,8})$", export, name="search-export"),
    re_path(r"^articles/(?P<pk>[0-9]+)\.(?P<suffix>ris|bib)$", citation, name="article-citation"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("robots.txt", discovery.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/", api.urls),
]
