"""Addresses of the desk and of signing in."""

from django.contrib.auth import views as auth
from django.urls import path

from search.desk import views

urlpatterns = [
    path("account/login/", auth.LoginView.as_view(), name="login"),
    path("account/logout/", auth.LogoutView.as_view(), name="logout"),
    path("desk/", views.desk, name="desk"),
]
