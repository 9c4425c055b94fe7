"""What every answer tells browsers, cookies, hosts, and the forms that are not taken."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive.tests import factories as make
from archive.web import headers

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "long-Enough-7"
SAMPLES = {
    "pk": "1", "object_id": "1", "number": "1", "code": "370900", "slug": "taian-ribao", "key": "1",
    "day": "2024-03-15", "suffix": "csv", "name": "compact", "facet": "city", "token": "x-y",
    "uidb64": "MQ", "signed": "x", "app_label": "archive", "content_type_id": "1", "url": "x/",
}  # fmt: skip
ALWAYS = [*headers.ALWAYS, "Cross-Origin-Resource-Policy", "Content-Security-Policy"]


@pytest.fixture
def site(settings) -> Client:
    """Errors answered as readers see them, files of static/ served without collectstatic."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    make.article(make.page())
    return Client(raise_request_exception=False)


@pytest.fixture
def boss(site: Client) -> Client:
    site.force_login(get_user_model().objects.create_superuser("boss", password=PASSWORD))
    return site


def patterns(found: list, prefix: str = "") -> list[tuple[str, URLPattern]]:
    rows = []
    for one in found:
        if isinstance(one, URLResolver):
            rows += patterns(one.url_patterns, prefix + str(one.pattern))
        else:
            rows.append((prefix + str(one.pattern), one))
    return rows


def addresses() -> list[str]:
    """One of every kind that the site knows, from its own table of addresses."""
    found = []
    for pattern, _ in patterns(get_resolver().url_patterns):
        path = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: SAMPLES.get(m[1], "1"), path)
        found.append("/" + re.sub(r"\\(.)", r"\1", path.replace("^", "").replace("$", "")))
    return sorted(set(found))


def checked(answer, address: str) -> None:
    lacking = [name for name in ALWAYS if name not in answer.headers]
    assert lacking == [], (address, answer.status_code, lacking)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "*" not in policy and "default-src 'none'" in policy, address
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy, address
    assert "camera=()" in answer["Permissions-Policy"] and answer["X-Frame-Options"] == "DENY"
    if answer.get("Content-Disposition", "").startswith("attachment"):
        assert policy.endswith("; sandbox"), address
    elif answer.get("Content-Type", "").startswith("text/html"):
        assert "script-src 'self'" in policy and "style-src 'self'" in policy, address


@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
def test_every_address_has_every_header(boss: Client, method: str) -> None:
    shown = set()
    for address in addresses():
        if "logout" in address or "jsi18n" in address and method == "post":
            continue
        answer = getattr(boss, method)(address)
        assert answer.status_code != 500, address
        checked(answer, address)
        shown.add(answer.status_code)
    assert {"get": {200, 302, 404}, "head": {200, 302}}.get(method, set()) <= shown


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/", 404), ("/admin/nowhere/", 302), ("/cities/x\0y/", 404), ("/admin/", 302),
        ("/static/nowhere.css", 404), ("/static/css/site.css", 200), ("/static/js/site.js", 200),
        ("/static/admin/js/core.js", 200), ("/static/../manage.py", 404), ("/search", 301),
        ("/favicon.ico", 302), ("/api/v1/nowhere", 404), ("/search.csv?from=x", 400),
    ],
)  # fmt: skip
def test_errors_redirects_and_files_have_them_too(site: Client, address: str, status: int) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    checked(answer, address)


def test_refusals_have_them_too(site: Client, monkeypatch) -> None:
    foreign = site.get("/", headers={"host": "evil.example"})
    forged = Client(enforce_csrf_checks=True).post("/account/login/", {"username": "x"})
    monkeypatch.setattr("archive.views.home.render", None)  # a fault of the program
    broken = site.get("/")
    assert [foreign.status_code, forged.status_code, broken.status_code] == [400, 403, 500]
    for answer in (foreign, forged, broken):
        checked(answer, str(answer.status_code))
        page = answer.content.decode()
        assert not re.search(r"Traceback|site-packages|/work|Django|Exception|\.py\b", page)
        assert "evil.example" not in page


def test_files_of_static_are_no_other_sites_to_embed(site: Client) -> None:
    answer = site.get("/static/css/site.css")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer
    api = site.get("/api/v1/openapi.json")
    assert api["Access-Control-Allow-Origin"] == "*"
    assert api["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_what_was_kept_keeps_its_own_headers(site: Client) -> None:
    """Those of a 304 would take their place, and it does not know that this was no page."""
    first = site.get("/api/v1/openapi.json")
    assert first["Content-Security-Policy"] == headers.DATA
    again = site.get("/api/v1/openapi.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again["X-Request-ID"]
    assert not {"Content-Security-Policy", "Referrer-Policy"} & {*again.headers}
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_page_may_say_less_of_where_it_was_left_from() -> None:
    told = headers.guard(HttpResponse(headers={"Referrer-Policy": "no-referrer"}))
    assert told["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "name",
    ['a"b.html', "a\r\nSet-Cookie: x=y.txt", "\u202etxt.exe", "泰安日报一版.html", "长" * 300],
)
def test_a_file_is_saved_under_a_safe_name_and_never_opened(name: str, tmp_path: Path) -> None:
    """How Django writes the name (RFC 5987), held here for whatever comes to serve files."""
    (tmp_path / "x").write_text("<script>alert(1)</script>")
    with (tmp_path / "x").open("rb") as file:
        answer = headers.guard(FileResponse(file, as_attachment=True, filename=name))
        told = answer["Content-Disposition"]
    assert told.startswith("attachment") and told.isascii() and told.isprintable()
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_no_address_serves_what_was_uploaded(boss: Client, settings) -> None:
    """Uploads lie outside of everything that is served; the page's text is shown escaped."""
    kept = Path(settings.MEDIA_ROOT) / "kept.html"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("<script>alert(1)</script>")
    for address in ("/kept.html", "/uploads/kept.html", "/media/kept.html", "/static/kept.html",
                    "/static/../uploads/kept.html", "/static/%2e%2e/uploads/kept.html"):  # fmt: skip
        assert boss.get(address).status_code in (400, 404)
    assert not Path(settings.STATIC_ROOT).is_relative_to(settings.MEDIA_ROOT)
    assert not Path(settings.MEDIA_ROOT).is_relative_to(settings.STATIC_ROOT)


def test_every_form_needs_its_token(boss: Client) -> None:
    """By POST nothing is reached without one, save what takes no session: the API, ending mails."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = boss.cookies
    taken = {}
    for address in addresses():
        status = strict.post(address, {"next": "/"}).status_code
        if status not in (403, 404, 405):
            taken[address] = status
    assert taken == {}
    assert strict.get("/admin/").status_code == 200  # still signed in


def test_a_form_without_its_token_is_told_why_and_where_to_go(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-cn"})
    here = {"referer": "http://testserver/account/login/?next=/desk/"}
    page = strict.post("/account/login/", headers=here).content.decode()
    assert "允许本站保存 cookie" in page and 'href="/account/login/?next=/desk/"' in page
    strict.get("/account/login/")
    again = strict.post("/account/login/", headers={"referer": "http://evil.example/x"})
    page = again.content.decode()
    assert again.status_code == 403 and "cookie" not in page and "evil" not in page
    twice = strict.post("/account/login/", headers={"referer": "http://testserver//evil.example/"})
    assert "evil" not in twice.content.decode()


def test_cookies_are_for_this_site_alone(site: Client, settings) -> None:
    get_user_model().objects.create_superuser("boss", password=PASSWORD)
    given = {"username": "boss", "password": PASSWORD}
    signed_in = site.post("/admin/login/?next=/admin/", given)
    session = signed_in.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == "Lax" and session["path"] == "/"
    assert session["max-age"] == 14 * 24 * 3600 and not session["domain"]
    for answer in (signed_in, site.get("/language/en/"), site.get("/search/density/compact/")):
        assert answer.cookies
        assert all(one["samesite"] == "Lax" for one in answer.cookies.values())


LEFT_OUT = ("DEBUG", "HTTPS", "ALLOWED_HOSTS", "DJANGO_ALLOW_ASYNC_UNSAFE")
ENTER = """
from django.test import Client
from django.test.utils import override_settings
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
override_settings(STORAGES={"staticfiles": {"BACKEND": plain}}).enable()
def told(answer): print(answer.status_code, dict(answer.headers), answer.cookies.output())
behind = {"headers": {"x-forwarded-proto": "https", "host": "archive.example.org"}}
plain = {"headers": {"host": "archive.example.org"}}
told(Client().get("/account/login/", **behind))
told(Client().get("/language/en/", **behind))
told(Client().get("/account/login/?next=/desk/", **plain))
told(Client().get("/healthz", headers={"host": "127.0.0.1"}))
told(Client().get("/", headers={"host": "evil.example"}))
"""


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in LEFT_OUT}
    known = {"SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=kept | known | variables,
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a site says that is told to be behind TLS."""
    told = {"HTTPS": "1", "ALLOWED_HOSTS": "archive.example.org,127.0.0.1"}
    folder = str(tmp_path_factory.mktemp("tls"))
    run = manage("shell", "-v", "0", "-c", ENTER, ARCHIVE_DATA=folder, **told)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_over_tls_cookies_are_secure_and_the_browser_stays_there(over_tls: list[str]) -> None:
    shown = "\n".join(over_tls)
    for name in ("__Host-csrftoken", "django_language"):
        line = next(line for line in over_tls if f"Set-Cookie: {name}=" in line)
        assert "Secure" in line and "SameSite=Lax" in line and "Domain" not in line
    assert "'Strict-Transport-Security': 'max-age=2592000'" in shown
    assert "301 " in shown and "https://archive.example.org/account/login/?next=/desk/" in shown


def test_browsers_are_told_to_forget_tls_where_it_is_given_up(settings) -> None:
    settings.HTTPS, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    behind = {"x-forwarded-proto": "https"}
    settings.SECURE_HSTS_SECONDS = 0
    assert Client().get("/robots.txt", headers=behind)["Strict-Transport-Security"] == "max-age=0"
    assert "Strict-Transport-Security" not in Client().get("/robots.txt")


def test_over_tls_this_machine_still_asks_for_its_health(over_tls: list[str]) -> None:
    health = next(line for line in over_tls if "'application/json" in line)
    assert health.startswith(("200", "503"))
    refused = over_tls[-1] if over_tls[-1].startswith("400") else "\n".join(over_tls)
    assert "400 " in refused and "Content-Security-Policy" in refused


def test_django_finds_nothing_to_deploy_better(tmp_path: Path) -> None:
    told = {"HTTPS": "1", "ALLOWED_HOSTS": "archive.example.org", "ARCHIVE_DATA": str(tmp_path)}
    run = manage("check", "--deploy", "--fail-level", "WARNING", **told)
    assert run.returncode == 0, run.stderr
    weaker = manage("check", "--deploy", "--fail-level", "WARNING", **told | {"HSTS_SECONDS": "0"})
    assert "security.W004" in weaker.stderr
    documented = (ROOT / "docs" / "SECURITY.md").read_text()
    silenced = re.findall(r"security\.W\d+", (ROOT / "archive/config/settings.py").read_text())
    assert silenced and all(one in documented for one in silenced)


def test_a_site_that_answers_to_every_name_is_warned_of(settings) -> None:
    settings.ALLOWED_HOSTS = ["archive.example.org"]
    assert "archive.W001" not in [one.id for one in run_checks()]
    settings.ALLOWED_HOSTS = ["*"]
    warning = next(one for one in run_checks() if one.id == "archive.W001")
    assert "ALLOWED_HOSTS" in warning.msg


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url"])
@pytest.mark.parametrize("path", ["/opensearch.xml", "/sitemap.xml", "/robots.txt", "/", "/api/"])
def test_addresses_are_built_from_hosts_that_are_allowed(
    site: Client, path: str, header: str
) -> None:
    answer = site.get(path, headers={header: "host=evil.example"})
    assert "evil.example" not in b"".join(answer).decode()
    assert site.get(path, headers={"host": "evil.example"}).status_code == 400
    assert site.get(path, headers={"host": "testserver:80@evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/account/login/", "/admin/login/"])
def test_a_form_in_a_charset_that_is_no_form_is_refused(path: str) -> None:
    """By a page with all that pages say; looking for the token again would fail again."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.get(path)
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    answer = strict.generic("POST", path, b"username=a", content_type=kind)
    assert answer.status_code == 400 and "请求有误" in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "DENY"


OPENERS = {"urllib.request", "requests", "httpx", "aiohttp", "http.client", "ftplib", "telnetlib",
           "urllib3", "opensearchpy", "pycurl", "xmlrpc.client"}  # fmt: skip


def test_no_part_of_the_program_asks_other_servers() -> None:
    """No address that somebody wrote is ever opened from here: there is nothing to forge (SSRF).

    Only the room of the search cluster calls, and no other than the hosts that the settings name.
    """
    for path in [*ROOT.glob("archive/**/*.py"), *ROOT.glob("search/**/*.py")]:
        if "tests" in path.parts or path.parent == ROOT / "search" / "opensearch":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [f"{node.module}", *(f"{node.module}.{one.name}" for one in node.names)]
            asked = {one for one in names if one in OPENERS or one.split(".")[0] in OPENERS}
            assert not asked, (path, asked)
