"""Addresses of figures."""

from django.urls import path

from search.figures import views

urlpatterns = [path("figures/", views.figures, name="figures")]
