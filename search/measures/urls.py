"""The address that a monitor asks."""

from django.urls import path

from search.measures import views

urlpatterns = [path("metrics", views.metrics, name="metrics")]
