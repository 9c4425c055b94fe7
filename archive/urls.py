"""Addresses of what was printed: articles, newspapers, and the things they speak of."""

from django.templatetags.static import static
from django.urls import path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from archive.views import articles, home, industries, language, officials, places, press

ICON = lazy(static, str)("img/icon.svg")

urlpatterns = [
    # The admin's pages name no icon, so browsers ask for this one.
    path("favicon.ico", RedirectView.as_view(url=ICON), name="favicon"),
    path("", home.home, name="home"),
    path("language/<str:code>/", language.choose, name="language"),
    path("texts.js", language.texts, name="texts"),
    path("articles/<int:pk>/", articles.article_detail, name="article-detail"),
    path("newspapers/", press.newspaper_list, name="newspaper-list"),
    path("newspapers/<str:slug>/", press.newspaper_detail, name="newspaper-detail"),
    path("newspapers/<str:slug>/<str:day>/", press.issue_detail, name="issue-detail"),
    path("newspapers/<str:slug>/<str:day>/<int:number>/", press.page_detail, name="page-detail"),
    path("cities/", places.city_list, name="city-list"),
    path("cities/<str:code>/", places.city_detail, name="city-detail"),
    path("officials/", officials.official_list, name="official-list"),
    path("officials/<str:key>/", officials.official_detail, name="official-detail"),
    path("industries/", industries.industry_list, name="industry-list"),
    path("industries/<str:slug>/", industries.industry_detail, name="industry-detail"),
]
