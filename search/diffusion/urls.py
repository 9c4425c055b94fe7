"""Addresses of diffusion."""

from django.urls import path, re_path

from search.diffusion import views

urlpatterns = [
    path("diffusion/", views.diffusion, name="diffusion"),
    re_path(r"^diffusion\.(?P<suffix>csv|xlsx|json)$", views.download, name="diffusion-download"),
]
