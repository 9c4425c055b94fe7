"""Every address of the site: the archive's pages, the search, the API, the admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("search.urls")),
    path("", include("search.trends.urls")),
    path("", include("search.diffusion.urls")),
    path("", include("search.figures.urls")),
    path("", include("search.desk.urls")),
    path("", include("search.measures.urls")),
    path("", include("archive.urls")),
]
handler400 = "archive.web.refusals.bad_request"
# What middleware raises; views are heard of by archive.web.faults itself.
handler500 = "archive.web.faults.server_error"
