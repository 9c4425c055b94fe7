"""Addresses of trends."""

from django.urls import path

from search.trends import views

urlpatterns = [path("trends/", views.trends, name="trends")]
