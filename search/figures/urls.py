"""Addresses of figures."""

from django.urls import path, re_path

from search.figures import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/compare/", views.compare, name="figures-compare"),
    re_path(r"^figures\.(?P<suffix>[a-z]+)$", views.export, name="figures-export"),
]
