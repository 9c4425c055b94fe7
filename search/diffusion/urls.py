"""Addresses of diffusion."""

from django.urls import path

from search.diffusion import views

urlpatterns = [path("diffusion/", views.diffusion, name="diffusion")]
