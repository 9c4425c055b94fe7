"""Typed readers of environment variables; a bad or missing value names its variable.

`python -m archive.config.env` makes the data folder and its secret key where they are missing.
"""

from __future__ import annotations

import os
import secrets
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values

from archive.config import mail, search_url
from archive.web.rates import Rate

ROOT = Path(__file__).resolve().parents[2]
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
Value = TypeVar("Value")
Default = TypeVar("Default")
POSTGRESQL = "archive.postgresql"
# A thread that serves keeps its connection for a minute, and looks whether it is alive.
KEPT_OPEN = {"conn_max_age": 60, "conn_health_checks": True}


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE | FALSE:
        return value.strip().lower() in TRUE
    raise ImproperlyConfigured(f"{name} 应为 1 或 0，现为 {value!r}。")


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number between `low` and `high`, both included."""
    value = os.environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdigit() and len(value) < 20 and low <= int(value) <= high:
        return int(value)
    raise ImproperlyConfigured(f"{name} 应为 {low} 到 {high} 之间的整数，现为 {value!r}。")


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas; blanks around the items are dropped."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def text(name: str) -> str:
    """What is printable, without the blanks around it; "" where it is not set."""
    value = os.environ.get(name, "").strip()
    if value.isascii() and value.isprintable():
        return value
    raise ImproperlyConfigured(f"{name} 只能用可打印的 ASCII 字符。")


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of the choices, in whatever case."""
    value = os.environ.get(name, "").strip() or default
    for one in choices:
        if value.lower() == one.lower():
            return one
    raise ImproperlyConfigured(f"{name} 应为 {'、'.join(choices)} 之一，现为 {value!r}。")


def folder(name: str, default: Path) -> Path:
    """A folder's absolute path; it is made where it is missing, closed to other users."""
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} 指向的文件夹无法使用：{path}（{error.strerror}）。"
        ) from error
    return path


def read_file(path: Path) -> set[str]:
    """Take in what a settings file says, lines of NAME=value; the environment itself comes first.

    The names that it set.
    """
    try:
        found = dotenv_values(path, interpolate=False) if path.is_file() else {}
    except (OSError, UnicodeError) as error:
        raise ImproperlyConfigured(f"设置文件无法读取：{path}（{error}）。") from error
    new = {name: value for name, value in found.items() if name not in os.environ}
    for name, value in new.items():
        if value is None:
            raise ImproperlyConfigured(f"设置文件 {path} 中“{name[:40]}”一行应为 名称=值。")
        os.environ[name] = value
    return set(new)


def database(name: str, default: dict[str, Any]) -> dict[str, Any]:
    """Django's description of the database: postgresql://user:password@host:port/name, or the default."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        if not text.startswith(("postgresql://", "postgres://")):
            raise ValueError("scheme")
        found = dict(dj_database_url.parse(text, engine=POSTGRESQL, **KEPT_OPEN))
    except (ValueError, KeyError):  # whose message may hold the password
        form = "postgresql://用户:密码@主机:5432/数据库"
        raise ImproperlyConfigured(f"{name} 应为 {form}，密码中的特殊字符用 % 编码。") from None
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{name} 没有写明数据库的名称。")
    # The client library reads it there: so it stands in no variable that a traceback shows.
    if password := found.pop("PASSWORD", ""):
        os.environ["PGPASSWORD"] = password
    found.setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
    return found


def secret(name: str, kept_in: Path, debug: bool) -> str:
    """The signing key: the variable, else the file that `make run` keeps, else an error."""
    if value := os.environ.get(name, "").strip():
        return value
    if kept_in.is_file():
        return _kept(name, kept_in)
    if debug:
        return "insecure-key-of-debug-mode"
    raise ImproperlyConfigured(
        f"{name} 没有设置，{kept_in} 也不存在：站点的数据在别处时设置 ARCHIVE_DATA；"
        "新的站点运行 make run 或 python -m archive.config.env 会生成一个。"
    )


def _kept(name: str, path: Path) -> str:
    try:
        found = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise ImproperlyConfigured(f"{name} 的文件无法读取：{path}（{error}）。") from error
    if not found:
        raise ImproperlyConfigured(f"{name} 的文件是空的：{path}。删除它，make run 会生成一个。")
    return found


def mail_server(name: str) -> mail.Server:
    """Where mail is handed over; an empty one where the variable is not set."""
    return _read(name, mail.server, mail.Server(), shown=False)


def mail_sender(name: str, needed: bool) -> str:
    """Who mail comes from; it has to be said where it is `needed`."""
    return _read(name, mail.sender, "", needed)


def site(name: str, needed: bool) -> str:
    """The address of the site, for links in mail; it has to be said where it is `needed`."""
    return _read(name, mail.site, "", needed)


def plain(name: str) -> str:
    """Whatever it says, without the blanks around it; "" where it is not set."""
    return os.environ.get(name, "").strip()


def cluster(
    name: str, user: str = "", password: str = "", ca: str = ""
) -> search_url.Cluster | None:
    """Where the index lies; None where the variable is not set: the embedded engine.

    User and password come before those that stand in the address.
    """
    found = _read(name, search_url.cluster, None, shown=False)
    if not found:
        return None
    if not find_spec("opensearchpy"):
        raise ImproperlyConfigured(
            f"{name} 已设置，但没有安装 opensearch-py。请运行："
            ".venv/bin/python -m pip install -r requirements-opensearch.txt"
        )
    user, password = user or found.user, password or found.password
    if bool(user) != bool(password):
        raise ImproperlyConfigured("SEARCH_USER 和 SEARCH_PASSWORD 应一并给出。")
    _look_at_certificates(ca, found.tls)
    return replace(found, user=user, password=password, ca=ca)


def _look_at_certificates(path: str, tls: bool) -> None:
    """They are read again with every connection; here so that a fault is told at the start."""
    if path and not tls:
        raise ImproperlyConfigured("SEARCH_CA 只用于 TLS：SEARCH_URL 应以 opensearchs:// 开头。")
    try:
        if path:
            ssl.create_default_context(cafile=path)
    except OSError as error:  # what is no certificate, too
        why = error.strerror or error
        raise ImproperlyConfigured(f"SEARCH_CA 的证书无法读取：{path}（{why}）。") from None


def rate(name: str, default: str) -> Rate:
    """How often one client may ask: `120/minute burst 60`, `off`."""
    return _read(name, Rate.of, Rate.of(default))


def _read(
    name: str,
    read: Callable[[str], Value],
    default: Default,
    needed: bool = False,
    shown: bool = True,
) -> Value | Default:
    """`shown`: the value may be printed where it is wrong, for it holds no password."""
    text = os.environ.get(name, "").strip()
    if not text and needed:
        raise ImproperlyConfigured(f"{name} 没有设置：设置了 SMTP_URL，就要发邮件。")
    try:
        return read(text) if text else default
    except ValueError as error:
        now = f"，现为 {text!r}" if shown else ""
        raise ImproperlyConfigured(f"{name} {error}{now}。") from error


def keep_secret(path: Path) -> None:
    """Write a new key, readable by its owner only, where there is none; all of it or nothing."""
    if path.exists():
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
        with suppress(FileExistsError):  # another start was quicker
            path.hardlink_to(part)
    finally:
        part.unlink()


def root_warning(name: str, default: Path) -> str:
    """What root is told before it writes into a folder that another user serves; mostly ""."""
    path = Path(os.environ.get(name) or default).expanduser()
    with suppress(OSError):
        if os.geteuid() == 0 and (owner := path.stat().st_uid) != 0:
            return (
                f"注意：{path} 属于另一用户（{owner}），而现在以 root 运行；root 写下的文件，站点可能无法使用。"
                f"请改用：sudo -u '#{owner}' env {name}={path} …"
            )
    return ""


if __name__ == "__main__":
    try:
        keep_secret(folder("ARCHIVE_DATA", ROOT / "var") / "secret-key")
    except (ImproperlyConfigured, OSError) as error:
        sys.exit(f"配置错误：{error}")
