"""Addresses of trends."""

from django.urls import path

from search.trends import views

urlpatterns = [
    path("trends/", views.trends, name="trends"),
    path("trends.<slug:suffix>", views.file, name="trends-file"),
]
