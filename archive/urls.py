"""Addresses of what was printed: articles, newspapers, and the things they speak of."""

urlpatterns: list = []
