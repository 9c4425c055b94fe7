"""Addresses of the desk, of what is shared from it, and of signing in."""

from django.urls import path, re_path

from search.desk import (
    account,
    collection_pages,
    keeping,
    search_pages,
    shared,
    views,
)

FILE = r"\.(?P<suffix>[a-z]{2,8})$"

urlpatterns = [
    path("account/login/", account.Login.as_view(), name="login"),
    path("account/logout/", account.Logout.as_view(), name="logout"),
    path("account/password/", account.ChangePassword.as_view(), name="password"),
    path("account/reset/", account.ResetPassword.as_view(), name="password-reset"),
    path("account/reset/<uidb64>/<token>/", account.NewPassword.as_view(), name="password-new"),
    path("account/unsubscribe/<str:signed>/", account.unsubscribe, name="unsubscribe"),
    path("desk/", views.desk, name="desk"),
    path("desk/keep/", keeping.keep, name="desk-keep"),
    path("desk/searches/", search_pages.search_list, name="desk-searches"),
    path("desk/searches/new/", search_pages.search_new, name="desk-search-new"),
    path("desk/searches/<int:pk>/", search_pages.search_detail, name="desk-search"),
    path("desk/searches/<int:pk>/seen/", search_pages.search_seen, name="desk-search-seen"),
    path("desk/searches/<int:pk>/delete/", search_pages.search_delete, name="desk-search-delete"),
    path("desk/collections/", collection_pages.collection_list, name="desk-collections"),
    path("desk/collections/new/", collection_pages.collection_new, name="desk-collection-new"),
    path("desk/collections/<int:pk>/", collection_pages.collection_detail, name="desk-collection"),
    re_path(
        rf"^desk/collections/(?P<pk>[0-9]{{1,18}}){FILE}",
        collection_pages.collection_file,
        name="desk-collection-file",
    ),
    path(
        "desk/collections/<int:pk>/edit/",
        collection_pages.collection_edit,
        name="desk-collection-edit",
    ),
    path(
        "desk/collections/<int:pk>/delete/",
        collection_pages.collection_delete,
        name="desk-collection-delete",
    ),
    path(
        "desk/collections/<int:pk>/share/",
        collection_pages.collection_share,
        name="desk-collection-share",
    ),
    path(
        "desk/collections/<int:pk>/order/",
        collection_pages.collection_order,
        name="desk-collection-order",
    ),
    path("desk/entries/<int:pk>/move/", collection_pages.entry_move, name="desk-entry-move"),
    path("desk/entries/<int:pk>/note/", collection_pages.entry_note, name="desk-entry-note"),
    path("desk/entries/<int:pk>/remove/", collection_pages.entry_remove, name="desk-entry-remove"),
    path("shared/<str:token>/", shared.shared, name="shared"),
    re_path(rf"^shared/(?P<token>[\w-]{{1,64}}){FILE}", shared.shared_file, name="shared-file"),
]
