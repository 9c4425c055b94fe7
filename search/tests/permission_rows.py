"""The permission matrix as a table: who gets what by which address, in each state of an article.

A letter for each of WHO: anonymous, disabled, reader, editor, publisher, administrator, superuser.
o is shown (200), l led to the sign-in, r led elsewhere, x forbidden (403), n not found (404),
m no such method (405), b bad request (400).
"""

from __future__ import annotations

from search.tests.permission_world import STATES

ALL, NOBODY, STAFF = "ooooooo", "nnnnnnn", "lllOOOO".replace("O", "o")
PUBLISHERS, ADMINISTRATORS, SUPERUSER = "lllxooo", "lllxxoo", "lllxxxo"
NOT_EVEN_SUPERUSER, SIGNED_IN = "lllxxxx", "llooooo"


def of(letters: str, **others: str) -> dict[str, str]:
    """The same letters in each state, but for those that are named."""
    return {state: others.get(state, letters) for state in STATES}


PUBLIC_OF_AN_ARTICLE = of(NOBODY, published=ALL)
READING = {
    # the article itself, and what there is of it alone
    "article-detail": PUBLIC_OF_AN_ARTICLE,
    "article-citation": PUBLIC_OF_AN_ARTICLE,
    "api-1:article": PUBLIC_OF_AN_ARTICLE,
    # pages that hold it: found where a published one is on them
    "issue-detail": of(NOBODY, published=ALL, mixed=ALL),
    "page-detail": of(NOBODY, published=ALL, mixed=ALL),
    "api-1:issue": of(NOBODY, published=ALL, mixed=ALL),
    "official-detail": of(NOBODY, published=ALL, mixed=ALL),
    "api-1:official": of(NOBODY, published=ALL, mixed=ALL),
}
PUBLIC = {
    "home": ALL, "search": ALL, "search-choices": ALL, "search-export": ALL, "opensearch": ALL,
    "search-suggestions": ALL, "robots": ALL, "sitemap": ALL, "sitemap-part": ALL, "guide": ALL,
    "api-page": ALL, "healthz": ALL, "texts": ALL, "favicon": "rrrrrrr", "language": "rrrrrrr",
    "search-density": "rrrrrrr", "readyz": ALL, "metrics": ALL,
    "newspaper-list": ALL, "newspaper-detail": ALL, "city-list": ALL, "city-detail": ALL,
    "official-list": ALL, "industry-list": ALL, "industry-detail": ALL,
    "trends": ALL, "trends-file": ALL, "diffusion": ALL, "diffusion-download": ALL,
    "figures": ALL, "figures-compare": ALL, "figures-export": ALL,
    "api-1:openapi-json": ALL, "api-1:search": ALL, "api-1:suggest": ALL, "api-1:facet": ALL,
    "api-1:cities": ALL, "api-1:city": ALL, "api-1:officials": ALL, "api-1:industries": ALL,
    "api-1:industry": ALL, "api-1:newspapers": ALL, "api-1:newspaper": ALL, "api-1:issues": ALL,
    "api-1:trends": ALL, "api-1:diffusion": ALL, "api-1:figures": ALL,
    "api-1:api-root": NOBODY, "api-1:unknown": NOBODY,
    "shared": ALL, "shared-file": ALL,
    "login": "oorrrrr", "logout": "mmmmmmm", "password": SIGNED_IN, "password-reset": NOBODY,
    "password-new": NOBODY,  # without mail
    "unsubscribe": NOBODY,
}  # fmt: skip
OWN = "llonnnn"  # a reader's own thing: nobody else's, whatever their role
DESK = {
    "desk": SIGNED_IN, "desk-keep": SIGNED_IN, "desk-searches": SIGNED_IN,
    "desk-search-new": SIGNED_IN, "desk-collections": SIGNED_IN, "desk-collection-new": SIGNED_IN,
    "desk-search": OWN, "desk-search-seen": "llmmmmm", "desk-search-delete": OWN,
    "desk-collection": OWN, "desk-collection-file": OWN, "desk-collection-edit": OWN,
    "desk-collection-delete": OWN, "desk-collection-share": "llmmmmm",
    "desk-collection-order": "llmmmmm", "desk-entry-move": "llmmmmm", "desk-entry-note": OWN,
    "desk-entry-remove": "llmmmmm",
}  # fmt: skip
ADMIN = {
    "admin:index": STAFF, "admin:login": "ooorrrr", "admin:logout": "rrrmmmm",
    "admin:password_change": STAFF, "admin:password_change_done": STAFF, "admin:jsi18n": STAFF,
    "admin:app_list archive": STAFF, "admin:app_list auth": "lllnnoo", "admin:": "lllnnnn",
    "admin:view_on_site": "lllrrrr", "admin:autocomplete": "lllxxoo",
    # lists
    "admin:archive_article_changelist": STAFF, "admin:archive_page_changelist": STAFF,
    "admin:archive_issue_changelist": STAFF, "admin:archive_official_changelist": STAFF,
    "admin:archive_post_changelist": STAFF, "admin:archive_newspaper_changelist": STAFF,
    "admin:archive_place_changelist": STAFF, "admin:archive_industry_changelist": STAFF,
    "admin:archive_import_changelist": STAFF, "admin:archive_batch_changelist": STAFF,
    "admin:auth_user_changelist": ADMINISTRATORS, "admin:auth_group_changelist": SUPERUSER,
    # adding
    "admin:archive_article_add": STAFF, "admin:archive_official_add": STAFF,
    "admin:archive_post_add": STAFF, "admin:archive_import_add": STAFF,
    "admin:archive_page_add": NOT_EVEN_SUPERUSER, "admin:archive_issue_add": NOT_EVEN_SUPERUSER,
    "admin:archive_place_add": NOT_EVEN_SUPERUSER, "admin:archive_industry_add": NOT_EVEN_SUPERUSER,
    "admin:archive_batch_add": NOT_EVEN_SUPERUSER, "admin:archive_newspaper_add": ADMINISTRATORS,
    "admin:auth_user_add": ADMINISTRATORS, "admin:auth_group_add": SUPERUSER,
    # what hangs on no article
    "admin:archive_newspaper_change": STAFF, "admin:archive_newspaper_history": STAFF,
    "admin:archive_newspaper_delete": ADMINISTRATORS, "admin:archive_newspaper_calendar": STAFF,
    "admin:archive_newspaper_gaps": STAFF,
    "admin:archive_place_change": STAFF, "admin:archive_place_history": STAFF,
    "admin:archive_place_delete": NOT_EVEN_SUPERUSER, "admin:archive_industry_change": STAFF,
    "admin:archive_industry_history": STAFF, "admin:archive_industry_delete": NOT_EVEN_SUPERUSER,
    "admin:archive_batch_change": STAFF, "admin:archive_batch_progress": STAFF,
    "admin:archive_batch_history": STAFF, "admin:archive_batch_delete": NOT_EVEN_SUPERUSER,
    "admin:archive_official_merge": PUBLISHERS, "admin:archive_official_likely": PUBLISHERS,
    "admin:auth_user_change": ADMINISTRATORS, "admin:auth_user_history": ADMINISTRATORS,
    "admin:auth_user_delete": ADMINISTRATORS, "admin:auth_user_password_change": ADMINISTRATORS,
    "admin:auth_group_change": SUPERUSER, "admin:auth_group_history": SUPERUSER,
    "admin:auth_group_delete": NOT_EVEN_SUPERUSER,  # that of a role
    # `change` shows what may not be changed, too: ACTIONS tell the difference
    "admin:archive_article_change": of(STAFF), "admin:archive_article_history": of(STAFF),
    "admin:archive_article_delete": of(STAFF, published=PUBLISHERS),
    "admin:archive_page_review": of(STAFF), "admin:archive_page_change": of(STAFF),
    "admin:archive_page_history": of(STAFF), "admin:archive_page_delete": of(PUBLISHERS),
    "admin:archive_issue_change": of(STAFF), "admin:archive_issue_history": of(STAFF),
    "admin:archive_issue_delete": of(ADMINISTRATORS),
    "admin:archive_official_change": of(STAFF), "admin:archive_official_history": of(STAFF),
    "admin:archive_official_delete": of(PUBLISHERS), "admin:archive_official_split": of(PUBLISHERS),
    "admin:archive_post_change": of(STAFF), "admin:archive_post_history": of(STAFF),
    "admin:archive_post_delete": of(PUBLISHERS),
    "admin:archive_import_change": of(STAFF), "admin:archive_import_history": of(STAFF),
    "admin:archive_import_delete": of(ADMINISTRATORS),
}  # fmt: skip
GET = READING | PUBLIC | DESK | ADMIN

# What is done by POST: o changes something, x is refused with 403, n finds nothing, - is refused in
# words or has nothing to do. In every letter but o the guarded tables stay as they were.
EDITORS = "lllOOOO".replace("O", "o")
UNPUBLISHED = of(EDITORS, published=PUBLISHERS)  # what the article itself is
FREE = of(EDITORS, published=PUBLISHERS, mixed=PUBLISHERS)  # what the page, or the official, is
NOTHING, LISTED = "lll----", "lll-ooo"
PUBLISHING = of(PUBLISHERS, published="lllx---")
WITHDRAWING = of("lllx---", published=PUBLISHERS)
ACTIONS = {
    # on the review of a page
    "review publish": PUBLISHING, "review publish all": PUBLISHING,
    "review publish sure": PUBLISHING, "review unpublish": WITHDRAWING,
    "review retitle": UNPUBLISHED, "review mention": UNPUBLISHED, "review unmention": UNPUBLISHED,
    "review restore": UNPUBLISHED, "review split": UNPUBLISHED, "review title": UNPUBLISHED,
    "review furniture": UNPUBLISHED, "review new": UNPUBLISHED,
    "review take from the other": FREE, "review give to the other": FREE,
    "review merge": FREE, "review merge into the other": FREE, "review down": FREE,
    "review origin": FREE, "review reparse": FREE,
    # forms and lists of the admin
    "article change": UNPUBLISHED,
    # an editor's form has no such field, an editor's lists no such actions
    "article publish by form": of("lll-ooo", published="lllx---"),
    "article delete": UNPUBLISHED, "article add": of(EDITORS), "article list delete": UNPUBLISHED,
    "article list publish": of(LISTED, published=NOTHING),
    "article list publish sure": of(LISTED, published=NOTHING),
    "article list unpublish": of(NOTHING, published=LISTED),
    "article list restore": of(EDITORS, published=LISTED),
    "page change": FREE, "page delete": of(PUBLISHERS), "page list delete": of(LISTED),
    "issue change": FREE, "issue delete": of("lllxx--"),
    "official change": FREE, "official add": of(EDITORS), "official merge": of(PUBLISHERS),
    "official split": of(PUBLISHERS), "official delete": of("lllx---"),
    "post change": FREE, "post add": of(EDITORS), "post delete": of("lllx---"),
    "place change": of(NOT_EVEN_SUPERUSER), "industry change": of(NOT_EVEN_SUPERUSER),
    "newspaper change": of(ADMINISTRATORS), "newspaper add": of(ADMINISTRATORS),
    "newspaper delete": of("lllxx--"),
    "import change": of(PUBLISHERS), "import delete": of("lllxx--"),
    "import list retry": of(LISTED), "batch retry own": of(EDITORS), "batch retry other": of(PUBLISHERS),
}  # fmt: skip
