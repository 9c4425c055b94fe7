"""The review of a page: its text beside the articles found, and everything an editor does about them.

GET shows; POST does one thing and comes back: `publish` (a key, `all`, `sure`), `unpublish` (a key),
`date` with `newspaper` (the page's origin), `reparse`, or `do` (one of ACTIONS). Works without script.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse

from archive.admin.asked import Action, Asked, Done
from archive.admin.forms import OriginForm
from archive.admin.line_actions import LINE_ACTIONS
from archive.admin.origin import confirm_origin
from archive.admin.publishing import publish, unpublish
from archive.admin.review_page import Refused, may_do, render_review
from archive.admin.text_actions import TEXT_ACTIONS
from archive.editing.rights import WHY_STATUS, RightsError, may_publish
from archive.editing.structure import LostError
from archive.ingest.errors import InputError
from archive.ingest.outcomes import reason
from archive.ingest.reparse import reparse_page
from archive.models import Article, Page
from archive.turns import in_turn

ACTIONS = LINE_ACTIONS | TEXT_ACTIONS
KEPT_QUERY = ("by", "open")  # how the page is looked at, kept over what is done on it


class ReviewView:
    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    @property
    def articles(self) -> Any:
        """The admin of articles, which knows who may change them and logs what was done."""
        return self.admin.admin_site.get_model_admin(Article)

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Page.objects.select_related("issue__newspaper__place", "source")
        page = get_object_or_404(rows, pk=pk)
        if not self.admin.has_view_or_change_permission(request, page):
            raise PermissionDenied
        if request.method == "POST":
            return self._post(request, page)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return render_review(self.admin, request, page)

    def _post(self, request: HttpRequest, page: Page) -> HttpResponse:
        if "date" in request.POST:
            return self._origin(request, page)
        try:
            done = self._do(request, page)
        except LostError as error:
            again = [(name, value) for name, value in request.POST.items() if name[:4] != "csrf"]
            refused = Refused(str(error), [*again, ("force", "1")])
            return render_review(self.admin, request, page, refused=refused)
        except RightsError as error:
            return self._forbid(request, page, str(error))
        except (InputError, OSError) as error:
            refused = Refused(reason(error))
            return render_review(self.admin, request, page, refused=refused)
        level = messages.SUCCESS if done.changed else messages.WARNING
        messages.add_message(request, level, done.text)
        anchor = f"#article-{done.article.pk}" if done.article else ""
        return self._back(request, page, "#published" if done.complete else anchor)

    def _forbid(self, request: HttpRequest, page: Page, why: str) -> HttpResponse:
        """The page again with what is not for this role, and status 403."""
        response = render_review(self.admin, request, page, refused=Refused(why))
        response.status_code = 403
        return response

    def _do(self, request: HttpRequest, page: Page) -> Done:
        asked = Asked(page, request.POST, request.user)
        if "reparse" in request.POST:
            return self._reparse(request, page)
        self._require(request, "change")
        if {"publish", "unpublish"} & request.POST.keys():
            return self._status(request, asked)
        action = ACTIONS.get(request.POST.get("do", ""))
        if action is None:
            raise Http404
        return self._edit(request, asked, action)

    def _status(self, request: HttpRequest, asked: Asked) -> Done:
        if not may_publish(request.user):
            raise RightsError(WHY_STATUS)
        if "publish" in request.POST:
            return self._logged(request, publish(request, asked, request.POST["publish"]))
        return self._logged(request, unpublish(asked, request.POST["unpublish"]))

    @in_turn()
    def _edit(self, request: HttpRequest, asked: Asked, action: Action) -> Done:
        """What is saved is read in the same turn, so no other editor's correction is undone."""
        self._require(request, *action.needs)
        if not Page.objects.filter(pk=asked.page.pk).exists():
            raise Http404("这一版刚刚被删除了。")
        asked.page.refresh_from_db()
        done = action.do(asked)
        if done.changed:
            self.admin.log_change(request, asked.page, done.text)
        return done

    def _require(self, request: HttpRequest, *verbs: str) -> None:
        for verb in verbs:
            if not request.user.has_perm(f"archive.{verb}_article"):
                raise PermissionDenied

    def _logged(self, request: HttpRequest, outcome: tuple[Done, list[Article]]) -> Done:
        done, changed = outcome
        for article in changed:
            text = f"状态改为{article.get_status_display()}。"
            self.articles.log_change(request, article, text)
        return done

    def _reparse(self, request: HttpRequest, page: Page) -> Done:
        if not may_do(self.admin, request, page)["reparse"]:
            raise PermissionDenied
        text = f"已重新解析：{reparse_page(page)}。"
        self.admin.log_change(request, page, text)
        return Done(text)

    def _origin(self, request: HttpRequest, page: Page) -> HttpResponse:
        if not self.admin.has_change_permission(request, page):
            raise PermissionDenied
        form = OriginForm(request.POST)
        if not form.is_valid():
            return render_review(self.admin, request, page, form=form)
        newspaper = form.cleaned_data["newspaper"] or page.issue.newspaper
        confirm_origin(page, newspaper, form.cleaned_data["date"], request.user)
        self.admin.log_change(request, page, f"确认为 {page.issue}。")
        messages.success(request, f"已确认为 {page.issue}。")
        return self._back(request, page)

    def _back(self, request: HttpRequest, page: Page, anchor: str = "") -> HttpResponseRedirect:
        """To the page as it was looked at, at what was worked on."""
        kept = {name: request.GET[name] for name in KEPT_QUERY if name in request.GET}
        address = reverse("admin:archive_page_review", args=[page.pk])
        query = f"?{urlencode(kept)}" if kept else ""
        return HttpResponseRedirect(address + query + anchor)
