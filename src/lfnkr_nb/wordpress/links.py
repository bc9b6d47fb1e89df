"""Links between posts: what an address of the old site means in the new folder.

The `Atlas` is made once after the first pass and handed to every process as JSON; a `PostLinks` answers for
one post and keeps count for the receipt.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lfnkr_nb.wordpress.names import fold, safe_slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lfnkr_nb.wordpress.ledger import Entry
    from lfnkr_nb.wordpress.plan import Outline, Plan

__all__ = ["Atlas", "PostLinks", "make_atlas"]

#: A choice lists this many posts in full.
CHOICE_LIMIT: Final = 12

_SCHEMES: Final = ("http://", "https://")
_DATE_PATH = re.compile(r"(?:^|/)(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?)?$")
_TERM_PATH = re.compile(r"(?:^|/)(category|tag)/(?:.*/)?([^/]+)$")
_DATED_SLUG = re.compile(r"(?:^|/)(?:\d{4}/(?:\d{1,2}/){0,2}|archives/)([^/]+)$")
_PAGED = re.compile(r"/(?:page/\d+|comment-page-\d+|feed|amp|embed|\d{1,2})$")
#: Jetpack serves a site's pictures from there: `https://i0.wp.com/HOST/PATH?resize=…`.
_PHOTON = re.compile(r"i[0-3]\.wp\.com\Z", re.I)
_UPLOADS = re.compile(r"/(?:uploads|files)/(?:sites/\d+/)?(.+)$|\.files\.wordpress\.com/(.+)$")


@dataclass
class Atlas:
    """Everything the second pass must know of the rest of the export. All of it can be written as JSON.

    Attributes:
        hosts: Host names of the site, without `www.`.
        base: The site's address without a final slash, for addresses that start with `/`.
        files: Post files by number; the numbers are the values of the other tables.
        paths: Normalised permalink → number.
        ids, old_slugs, slugs: → number; a slug that several posts share is left out.
        former: Address as a guid without scheme and `www.`, from times when the site had another host → number.
        former_hosts: Those hosts.
        term_ids: Id of a category → its slug.
        archives: `date:2017-09`, `category:defectors`, … → [how many, first numbers…].
        attachments: Id → [url, alternative text, caption].
        attachment_paths: Normalised path of an attachment's page → its id.
        children: Id of a post → ids of its attachments.
        groups: Translation group → slugs.
    """

    hosts: list[str] = field(default_factory=list)
    base: str = ""
    files: list[str] = field(default_factory=list)
    paths: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    old_slugs: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, int] = field(default_factory=dict)
    archives: dict[str, list[int]] = field(default_factory=dict)
    former: dict[str, int] = field(default_factory=dict)
    former_hosts: list[str] = field(default_factory=list)
    term_ids: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, list[str]] = field(default_factory=dict)
    attachment_paths: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    bylines: dict[str, str] = field(default_factory=dict)
    guests: dict[str, str] = field(default_factory=dict)
    categories: dict[str, list[str]] = field(default_factory=dict)
    version: str = ""
    language: str = ""
    media_hosts: list[str] = field(default_factory=list)


def normal_path(parts: SplitResult) -> str:
    """The path of an address so that spellings of one page are equal."""
    path = fold(unquote(parts.path)).strip("/")
    return path.removeprefix("index.php/").removesuffix("/index.php")


def host_of(parts: SplitResult) -> str:
    """The host without `www.` and port, in lower case."""
    try:
        return (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def make_atlas(plan: Plan, earlier: Mapping[str, Entry]) -> Atlas:
    """The atlas for the posts of this export and of earlier ones."""
    site = plan.site
    atlas = Atlas(
        hosts=sorted({host_of(_split(link)) for link in site.links} - {""}),
        base=site.links[0].rstrip("/") if site.links else "",
        blocks=site.blocks,
        bylines=site.bylines,
        guests=site.guests,
        categories={slug: list(values) for slug, values in site.categories.items()},
        term_ids=site.term_ids,
        version=site.version,
        language=site.language,
    )
    own = tuple(
        {f"{scheme}{www}{host}" for host in atlas.hosts for scheme in _SCHEMES for www in ("", "www.")}
    )
    for outline in plan.outlines:
        _enter(atlas, outline, primary=not outline.variant)
        if outline.key.startswith(_SCHEMES) and not outline.key.startswith(own):
            atlas.former.setdefault(_former(_split(outline.key)), len(atlas.files) - 1)
        if outline.group:
            atlas.groups.setdefault(outline.group, []).append(outline.slug)
    atlas.archives = {key: [len(places), *places[:CHOICE_LIMIT]] for key, places in plan.archives.items()}
    atlas.old_slugs = dict(plan.old_slugs)
    present = {outline.key for outline in plan.outlines}
    for entry in earlier.values():
        if entry.key not in present:
            _enter(atlas, entry, primary=True)
    atlas.groups = {group: slugs for group, slugs in atlas.groups.items() if len(slugs) > 1}
    for number, attachment in site.attachments.items():
        atlas.attachments[number] = [attachment.url, attachment.alt, attachment.caption]
        page = _split(attachment.page)
        if page.path.strip("/") and not page.query:
            atlas.attachment_paths[normal_path(page)] = number
        if attachment.parent:
            atlas.children.setdefault(attachment.parent, []).append(number)
    atlas.former_hosts = sorted({former.partition("/")[0] for former in atlas.former})
    atlas.media_hosts = sorted(
        {host_of(_split(row[0])) for row in atlas.attachments.values()} | set(atlas.hosts)
    )
    return atlas


def _former(parts: SplitResult) -> str:
    return f"{host_of(parts)}{parts.path.rstrip('/')}/?{parts.query}"


def _enter(atlas: Atlas, post: Outline | Entry, *, primary: bool) -> None:
    place = len(atlas.files)
    atlas.files.append(post.file)
    if post.id:
        atlas.ids.setdefault(post.id, place)
    parts = _split(post.link)
    if post.link and not parts.query:
        atlas.paths.setdefault(normal_path(parts), place)
    if primary and post.slug:
        key = fold(post.slug)
        atlas.slugs[key] = -1 if key in atlas.slugs else place


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url.strip())
    except ValueError:  # such as a bad IPv6 address
        return SplitResult("", "", "", "", "")


class PostLinks:
    """Answers what to write for the addresses in one post, and remembers what was found.

    Attributes:
        resolved: How many links now point to a post's file.
        choices: Addresses that mean several posts, with their files.
        unresolved: Addresses of the site that mean nothing in this export.
    """

    def __init__(self, atlas: Atlas, file: str) -> None:
        self.atlas = atlas
        self.folder = posixpath.dirname(file)
        self.resolved = 0
        self.choices: list[tuple[str, int, list[str]]] = []
        self.unresolved: list[str] = []

    def link(self, url: str) -> str:
        """The address to write for a link: a post's file where one is meant, else the address itself."""
        if not url or url[0] == "#" or url.startswith(("mailto:", "tel:")):
            return url
        parts = _split(url)
        if self._is_local(parts, url):
            place = self._by_query(parts) if parts.query else self._by_path(parts)
            if place is None:
                return self._left_alone(url, parts)
        else:
            place = self._by_former_address(parts)
            if place is None:
                return url
        self.resolved += 1
        target = posixpath.relpath(self.atlas.files[place], self.folder)
        return f"{target}#{parts.fragment}" if parts.fragment else target

    def attachment(self, url: str) -> str:
        """The file that an attachment's page shows (`?attachment_id=12`, `/2017/09/post/picture/`), or empty."""
        parts = _split(url)
        if not url or not self._is_local(parts, url):
            return ""
        number = parse_qs(parts.query).get("attachment_id", [""])[0] if parts.query else ""
        number = number or self.atlas.attachment_paths.get(normal_path(parts), "")
        return self.atlas.attachments[number][0] if number in self.atlas.attachments else ""

    def _by_former_address(self, parts: SplitResult) -> int | None:
        """A post by an address from times when the site had another host."""
        if not self.atlas.former_hosts or host_of(parts) not in self.atlas.former_hosts:
            return None
        place = self.atlas.former.get(_former(parts))
        return self.atlas.paths.get(normal_path(parts)) if place is None and parts.path.strip("/") else place

    def upload_path(self, url: str) -> str:
        """The path of a file below the uploads folder, or an empty text for any other address."""
        parts = _split(url)
        if _PHOTON.match(parts.netloc):
            parts = _split(f"https:/{parts.path}")
        if parts.netloc and host_of(parts) not in self.atlas.media_hosts:
            return ""
        found = _UPLOADS.search(f"{parts.netloc}{parts.path}" if parts.netloc else parts.path)
        path = unquote(found[1] or found[2]) if found else ""
        return "" if ".." in path.split("/") else path

    def absolute(self, url: str) -> str:
        """An address of the site with its host."""
        if url.startswith("//"):
            return "https:" + url
        if url.startswith("/") and self.atlas.base:
            root = _split(self.atlas.base)
            return f"{root.scheme}://{root.netloc}{url}"
        return url

    def _is_local(self, parts: SplitResult, url: str) -> bool:
        if parts.netloc:
            return parts.scheme in ("http", "https", "") and host_of(parts) in self.atlas.hosts
        return not parts.scheme and url[0] in "/?"

    def _by_query(self, parts: SplitResult) -> int | None:
        """`?p=107`, `?page_id=2`; `?cat=` and `?m=201709` may mean several."""
        query = parse_qs(parts.query)
        for key in ("p", "page_id"):
            if key in query:
                return self.atlas.ids.get(query[key][0])
        if "m" in query and re.fullmatch(r"\d{4}(\d\d){0,2}", query["m"][0]):
            day = query["m"][0]
            return self._archive(
                parts.geturl(), "date:" + "-".join(filter(None, (day[:4], day[4:6], day[6:])))
            )
        if "name" in query or "pagename" in query:
            return self._by_slug(query.get("name", query.get("pagename", [""]))[0])
        if "cat" in query:
            slug = self.atlas.term_ids.get(query["cat"][0], "")
            return self._archive(parts.geturl(), f"category:{safe_slug(slug)}")
        if "tag" in query:
            return self._archive(parts.geturl(), f"post_tag:{safe_slug(query['tag'][0])}")
        if "attachment_id" in query or "author" in query:
            return None
        return self._by_path(parts)  # tracking parameters such as ?utm_source= say nothing

    def _by_path(self, parts: SplitResult) -> int | None:
        path = normal_path(parts)
        for candidate in (path, _PAGED.sub("", path)):
            if candidate in self.atlas.paths:
                return self.atlas.paths[candidate]
        if found := _DATE_PATH.search(path):
            year, month, day = found[1], found[2], found[3]
            key = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
            return self._archive(parts.geturl(), f"date:{key}")
        if found := _TERM_PATH.search(path):
            taxonomy = "category" if found[1] == "category" else "post_tag"
            return self._archive(parts.geturl(), f"{taxonomy}:{safe_slug(found[2])}")
        if found := _DATED_SLUG.search(path):
            return self._by_slug(found[1])
        return self._old_slug(path.rsplit("/", 1)[-1]) if path else None

    def _by_slug(self, slug: str) -> int | None:
        place = self.atlas.slugs.get(fold(safe_slug(slug)))
        return place if place is not None and place >= 0 else self._old_slug(slug)

    def _old_slug(self, slug: str) -> int | None:
        return self.atlas.old_slugs.get(safe_slug(slug))

    def _archive(self, url: str, key: str) -> int | None:
        """The one post of a month, category or tag; several are a choice for a person."""
        listed = self.atlas.archives.get(key)
        if not listed:
            return None
        if listed[0] == 1:
            return listed[1]
        self.choices.append((url, listed[0], [self.atlas.files[place] for place in listed[1:]]))
        return None

    def _left_alone(self, url: str, parts: SplitResult) -> str:
        chosen = bool(self.choices) and self.choices[-1][0] == parts.geturl()
        path = normal_path(parts)
        if not chosen and (path or parts.query) and not _UPLOADS.search("/" + path):
            self.unresolved.append(url)
        return self.absolute(url)
