"""Addresses of posts as they are compared: without scheme, `www.`, escapes, closing slash and capitals."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

__all__ = ["ADDRESS_JOINT", "addresses", "host", "normal", "split"]

#: Stands between the addresses of a post where they are kept as one text.
ADDRESS_JOINT: Final = "\x1e"

#: An address that reads the same whoever parses it: no escapes, ports, queries, or anything before its host.
_SIMPLE = re.compile(r"(?:https?://([A-Za-z0-9.-]+)(?=/|$))?((?!//)[^?#%:;@\\\s\[\]]*)")


def addresses(permalink: str, slug: str, name: str) -> list[str]:
    """Ways to write a post's address: full, from the root of the site, its slug, its file."""
    path = _host_and_path(permalink)[1].strip("/").casefold()
    permalinks = [normal(permalink), path] if path else []
    return [*permalinks, normal(slug), normal(name.rpartition("/")[2])]


def split(href: str) -> SplitResult:
    """The parts of an address; one that cannot be taken apart is a path that leads nowhere."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", href, "", "")


def host(href: str) -> str:
    """The host of an address; empty when it has none."""
    return _host_and_path(href)[0] if "//" in href else ""


def _host_and_path(href: str) -> tuple[str, str]:
    """The host without `www.`, and the path; nearly every address is so simple that it need not be parsed."""
    simple = _SIMPLE.fullmatch(href)
    site, path = simple.groups() if simple else (split(href).netloc, unquote(split(href).path))
    return (site or "").lower().removeprefix("www."), path


def normal(href: str) -> str:
    """An address in the form in which it is compared."""
    site, path = _host_and_path(href)
    path = path.strip("/").removesuffix(".md").casefold()
    if site and "//" in href:
        return f"{site}/{path}"
    return path.rsplit("/", 1)[-1] if ".md" in href else path
