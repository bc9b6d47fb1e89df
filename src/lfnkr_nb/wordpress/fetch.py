"""Fetch media from the site they belong to, when a person says so: resumed, limited, only what is media."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit, urlunsplit

from lfnkr_nb.wordpress.media import MAX_MEDIA_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Fetched", "fetch_media"]

#: Content types that may be kept; a page served in place of a lost picture is none of them.
_MEDIA_TYPES: Final = ("image/", "audio/", "video/", "font/")
_DOCUMENT_TYPES: Final = frozenset(
    {"application/pdf", "application/zip", "application/msword", "application/vnd.ms-excel",
     "application/vnd.ms-powerpoint", "application/octet-stream", "application/epub+zip", "text/plain",
     "text/csv"}
)  # fmt: skip
_DOCUMENT_FAMILY: Final = "application/vnd.openxmlformats-officedocument."
MAX_TOTAL_BYTES: Final = 20 * 1024**3
_TIMEOUT_SECONDS: Final = 30
_BLOCK: Final = 1 << 18
_PARTIAL: Final = ".lfnkr-tmp-part"


@dataclass(slots=True)
class Fetched:
    """What a fetch brought: how many files and bytes, and why each other one did not come."""

    files: int = 0
    size: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


class _RefusedError(Exception):
    """The server's answer is not what was asked for."""


class _SameHosts(urllib.request.HTTPRedirectHandler):
    """Follows redirects only to the hosts of the export."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self.hosts = hosts

    def redirect_request(  # noqa: PLR0917 - the signature is the standard library's
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request to follow; refuses to leave the site."""
        if _host(newurl) not in self.hosts or urlsplit(newurl).scheme not in ("http", "https"):
            raise _RefusedError(f"it redirects to {_host(newurl) or 'no web address'}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_media(
    wanted: Iterable[tuple[str, str]],
    folder: Path,
    *,
    hosts: Iterable[str],
    progress: Callable[[int, int | None], None] | None = None,
    max_bytes: int = MAX_MEDIA_BYTES,
) -> Fetched:
    """Fetch files into a folder laid out like `wp-content/uploads`; what is there already stays.

    A file that broke off is continued where it ended, as far as the server can.

    Args:
        wanted: (address, path below uploads) of each file.
        folder: Where the files go.
        hosts: The only hosts that are asked, without `www.`.
        progress: Called with the number of files looked at so far.
        max_bytes: The largest file that is fetched.
    """
    allowed = frozenset(hosts)
    opener = urllib.request.build_opener(_SameHosts(allowed))
    result = Fetched()
    for count, (url, path) in enumerate(wanted, 1):
        target = folder / path
        if not target.is_file() and result.size < MAX_TOTAL_BYTES:
            _fetch_one(opener, url, target, allowed=allowed, result=result, max_bytes=max_bytes)
        if progress:
            progress(count, None)
    return result


def _fetch_one(
    opener: urllib.request.OpenerDirector,
    url: str,
    target: Path,
    *,
    allowed: frozenset[str],
    result: Fetched,
    max_bytes: int,
) -> None:
    if _host(url) not in allowed or urlsplit(url).scheme not in ("http", "https"):
        result.failures.append((url, "it is not on the site of this export"))
        return
    partial = target.with_name(f"{_PARTIAL}-{target.name}"[-200:])
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        _download(opener, _encoded(url), partial, max_bytes=max_bytes)
    except (_RefusedError, urllib.error.HTTPError) as error:
        partial.unlink(missing_ok=True)
        result.failures.append((url, str(error)))
    except (
        OSError,
        http.client.HTTPException,
        ValueError,
    ) as error:  # what has come so far is continued next time
        result.failures.append((url, f"the connection failed ({type(error).__name__})"))
    else:
        result.files += 1
        result.size += partial.stat().st_size
        partial.replace(target)


def _download(opener: urllib.request.OpenerDirector, url: str, partial: Path, *, max_bytes: int) -> None:
    """Bring a file as far as its end, or raise."""
    have = partial.stat().st_size if partial.is_file() else 0
    headers = {"User-Agent": "lfnkr-nb"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme was checked
    if have:
        request.add_header("Range", f"bytes={have}-")
    with opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
        _check_type(answer.headers.get_content_type())
        resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT and answer.headers.get(
            "Content-Range", ""
        ).startswith(f"bytes {have}-")
        start = have if resumed else 0
        length = answer.headers.get("Content-Length", "")
        expected = start + int(length) if length.isdecimal() else None
        if expected is not None and expected > max_bytes:
            raise _RefusedError(f"it is larger than {max_bytes:,} bytes")
        with partial.open("ab" if resumed else "wb") as out:
            while block := answer.read(_BLOCK):
                out.write(block)
                if out.tell() > max_bytes:
                    raise _RefusedError(f"it is larger than {max_bytes:,} bytes")
            size = out.tell()
    if expected is not None and size < expected:
        raise http.client.IncompleteRead(b"", expected - size)


def _check_type(kind: str) -> None:
    if not (kind.startswith((*_MEDIA_TYPES, _DOCUMENT_FAMILY)) or kind in _DOCUMENT_TYPES):
        raise _RefusedError(f"the site sends {kind} in its place")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def _encoded(url: str) -> str:
    """The address in ASCII; what is encoded already stays."""
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    return urlunsplit((parts.scheme, host, quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), parts.query, ""))
