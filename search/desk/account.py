"""Signing in and out, the password, and the link that ends all mail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth import views as auth
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.messages.views import SuccessMessageMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from search.desk.digests.unsubscribing import reader
from search.desk.resets import TooMany, may_mail
from search.desk.searches import silence


class Login(auth.LoginView):
    """Whoever is signed in already goes on; `next` leads to pages of this site only."""

    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        """Nowhere in particular, where it would lead to this page again."""
        address = super().get_redirect_url()
        return "" if urlsplit(address).path == self.request.path else address

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        return super().get_context_data(**values) | {"mail": settings.MAIL_IS_SET}


class Logout(auth.LogoutView):
    """By POST only, as Django has it."""

    def post(self, request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        response = super().post(request, *args, **values)
        messages.success(request, _("已退出登录。"))
        return response


class ChangePassword(SuccessMessageMixin, auth.PasswordChangeView):
    template_name = "registration/password_change.html"
    success_url = reverse_lazy("desk")
    success_message = gettext_lazy("密码已更改。")


class MailedForm(PasswordResetForm):
    """Its links lead to the address of the settings, not to the host that was asked for."""

    def save(self, **values: Any) -> None:
        site = {
            "domain_override": settings.SITE_URL,
            "extra_email_context": {"site": settings.SITE_URL},
        }
        self.send = partial(super().save, **values | site)


class Afterwards(HttpResponseRedirect):
    """An answer that does something when it has been sent: how long that takes, tells nobody."""

    def __init__(self, to: str, then: Callable[[], None]) -> None:
        super().__init__(to)
        self._then = then

    def close(self) -> None:
        try:
            self._then()
        finally:
            super().close()


class _WithMail:
    """404 where no mail is sent."""

    def dispatch(self, request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        if not settings.MAIL_IS_SET:
            raise Http404(_("本站没有设置发信服务器，请向管理员要新密码。"))
        return super().dispatch(request, *args, **values)  # type: ignore[misc]


class ResetPassword(_WithMail, SuccessMessageMixin, auth.PasswordResetView):
    form_class = MailedForm
    template_name = "registration/password_reset.html"
    email_template_name = "search/desk/mail/password.txt"
    subject_template_name = "search/desk/mail/password_subject.txt"
    success_url = reverse_lazy("login")
    success_message = gettext_lazy("如果有登记了这个邮箱的账号，重设密码的邮件已经发出，请查收。")

    def form_valid(self, form: MailedForm) -> HttpResponse:
        """The same answer, as quick, whether there is such an account or not."""
        try:
            is_mailed = may_mail(self.request, email=form.cleaned_data["email"])
        except TooMany as error:
            return _ask_later(self.request, error.seconds)
        response = super().form_valid(form)
        return Afterwards(response.url, form.send) if is_mailed else response


def _ask_later(request: HttpRequest, seconds: int) -> HttpResponse:
    minutes = {"minutes": -(-seconds // 60)}
    response = render(request, "registration/reset_later.html", minutes, status=429)
    response["Retry-After"] = str(seconds)
    return response


class NewPassword(_WithMail, SuccessMessageMixin, auth.PasswordResetConfirmView):
    template_name = "registration/password_new.html"
    success_url = reverse_lazy("login")
    success_message = gettext_lazy("密码已重设，请登录。")


@csrf_exempt  # the signed link says who asks; mail programs that follow it send no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, signed: str) -> HttpResponseBase:
    """GET asks, for mail programs look into links by themselves; POST does it (RFC 8058)."""
    owner = reader(signed)
    if owner is None or not get_user_model().objects.filter(pk=owner).exists():
        raise Http404(_("这个退订链接不完整，或者账号已经不在。"))
    if request.method == "POST":
        silence(owner=owner)
    done = request.method == "POST"
    response = render(request, "search/desk/unsubscribe.html", {"done": done})
    response["Referrer-Policy"] = "no-referrer"
    return response
