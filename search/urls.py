"""Addresses of the search."""

from django.urls import path

urlpatterns: list = []
