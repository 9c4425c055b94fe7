"""Addresses of what was printed: articles, newspapers, and the things they speak of."""

from django.urls import path

urlpatterns: list = []
