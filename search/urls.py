"""Addresses of the search."""

from django.urls import path, re_path

from search import discovery, guide, manual, ready, sitemap, views
from search.api import api
from search.api_edge import edged
from search.exports.views import citation, export

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/density/<str:name>/", views.density, name="search-density"),
    path("search/choices/<str:name>/", views.choices, name="search-choices"),
    re_path(r"^search\.(?P<suffix>[a-z]{2,8})$", export, name="search-export"),
    re_path(r"^articles/(?P<pk>[0-9]+)\.(?P<suffix>ris|bib)$", citation, name="article-citation"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("suggestions.json", discovery.completions, name="search-suggestions"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemap.part, name="sitemap-part"),
    path("help/", guide.page, name="guide"),
    path("api/", manual.page, name="api-page"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", ready.readyz, name="readyz"),
    path("api/v1/", edged(api.urls)),
]
