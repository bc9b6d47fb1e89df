"""The editor: one post's front matter and Markdown, with preview, problems, drafts, conflicts and history."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from lfnkr_nb.archive import Archive
from lfnkr_nb.brand import read_brand
from lfnkr_nb.checks import check_post
from lfnkr_nb.drafts import Draft, discard_draft, read_draft, save_draft
from lfnkr_nb.editing import base_of, counts_by_language, edited, form_fields, form_values
from lfnkr_nb.errors import ConflictError, PostError
from lfnkr_nb.exporters.to_preview import preview_page
from lfnkr_nb.fixes import fix_of
from lfnkr_nb.folders import find_root
from lfnkr_nb.history import keep_version, version_text, versions
from lfnkr_nb.merging import Part, compare, merged
from lfnkr_nb.post import Post
from lfnkr_nb.post_pictures import add_picture, picture_markdown
from lfnkr_nb.preview import preview_post
from lfnkr_nb.search import fold
from lfnkr_nb.widgets.base import DeskWidget, Message, page_module, page_style
from lfnkr_nb.widgets.pictures import PictureStore

__all__ = ["Editor", "edit"]

Buffers = Sequence[memoryview]

#: Posts that are offered for a link or for opening.
_OFFERED: Final = 12

#: Bytes of a picture that may be pasted.
_LARGEST_PICTURE: Final = 50_000_000


def edit(what: Post | Archive) -> Editor:
    """The editor.

    Args:
        what: The post to edit; or an archive, in which the editor offers its posts.

    Returns:
        A widget. Its `post` is the post as it was last saved.

    Raises:
        ArchiveError: The post lies in no archive.
    """
    if isinstance(what, Post):
        return Editor(Archive.open(find_root(what.path.absolute().parent)), what)
    return Editor(what.whole)


class Editor(DeskWidget):
    """What `edit` shows; one editor takes one post after the other.

    Attributes:
        archive: Where the post lies and its links lead.
        post: The post as it was last read or saved; None before one was opened.
        saves: How often it saved a post.
    """

    _esm = page_module("codemirror.js", "editor_text.js", "editor_form.js", "editor_dialogs.js", "editor.js")
    _css = page_style("editor.css")

    def __init__(self, archive: Archive, post: Post | None = None) -> None:
        super().__init__()
        self.archive = archive
        self.post = post
        self.saves = 0
        self._pictures = PictureStore()
        self._parts: list[Part] = []
        self._theirs: Post | None = None

    # --- opening --------------------------------------------------------------------------------------

    def _on_start(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        """What the page needs before a post is open, and the post if there is one."""
        opened = {"post": self._opened()} if self.post is not None else {}
        return {"fields": form_fields(), **opened}

    def _on_open(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Open a post by its key or by its path from the archive's folder."""
        self.post = Post.read(self._path(message))
        return {"post": self._opened()}

    def take(self, path: str) -> None:
        """Take a post, before or after the editor is shown.

        Args:
            path: Its file, seen from the archive's folder.

        Raises:
            PostError: It is no post of this archive, or cannot be read.
        """
        self.post = Post.read(self._path({"path": path}))
        self.send({"type": "open", "path": path})

    def _path(self, message: Message) -> Path:
        if message.get("key"):
            return self.archive[str(message["key"])].path
        inside = PurePosixPath(str(message["path"]))
        path = self.archive.root / inside
        if ".." in inside.parts or not path.is_relative_to(self.archive.folder):
            raise PostError("This is no post of this archive", hint="Choose one from the list.", path=path)
        return path

    def _opened(self) -> dict[str, Any]:
        post = self._open_post()
        draft = read_draft(post.path)
        return {**self._state(post), "draft": asdict(draft) if draft else None}

    def _open_post(self) -> Post:
        if self.post is None:
            raise PostError("No post is open", hint="Choose one first.")
        return self.post

    def _state(self, post: Post) -> dict[str, Any]:
        return {
            "path": post.path.relative_to(self.archive.root).as_posix(),
            "title": post.title,
            "lang": post.lang,
            "content": post.content,
            "values": form_values(post),
            "base": base_of(post),
        }

    def _on_posts(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Posts whose title, slug or key hold the words; the newest first."""
        words = fold(str(message["text"])).split()
        frame = self.archive.posts
        named = zip(frame.index, frame["title"], frame["slug"], strict=True)
        said = ((key, fold(f"{title} {slug} {key}")) for key, title, slug in named)
        found = list(islice((key for key, text in said if all(word in text for word in words)), _OFFERED))
        rows = frame.loc[found]
        columns = (rows.index, rows["title"], rows["lang"], rows["path"], rows["slug"])
        return {
            "posts": [
                {"key": key, "title": title, "lang": lang, "slug": slug, "href": self._href(path)}
                for key, title, lang, path, slug in zip(*columns, strict=True)
            ]
        }

    def _href(self, path: str) -> str:
        """The address of another post as it is written in this one: a relative path that GitHub follows too."""
        start = self.post.path.parent if self.post else self.archive.folder
        return quote(Path(os.path.relpath(self.archive.folder / path, start)).as_posix(), safe="/-_.~")

    def _on_terms(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        """What completion offers: categories with their parents, tags, bylines and labels in use."""
        posts = self.archive.posts
        terms = self.archive.terms
        categories = terms["path"][terms["taxonomy"] == "category"]
        parents = {
            " > ".join(p.split(" > ")[:n]) for p in categories.unique() for n in range(1, p.count(" > ") + 2)
        }
        return {
            "categories": sorted(parents),
            "tags": sorted(terms["path"][terms["taxonomy"] == "tag"].unique()),
            "byline": sorted(posts["byline"].dropna().unique()),
        }

    # --- seeing ---------------------------------------------------------------------------------------

    def _now(self, message: Message) -> Post:
        """The post as it stands in the page, unsaved."""
        return edited(self._open_post(), str(message["content"]), message["fields"])

    def _on_shell(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"page": preview_page(read_brand(self.archive.root), dark=bool(message["dark"]))}

    def _on_preview(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        post = self._now(message)
        preview = preview_post(post, self.archive, lang=self.language)
        self._pictures.add(preview.pictures)
        return {"html": preview.html, "title": post.title, "lang": post.lang}

    def _on_pictures(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"pictures": self._pictures.addresses(message["names"])}

    def _on_check(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Problems of the post as it stands, each with its fix where that is safe, and its counts."""
        post = self._now(message)
        first = post.text[: len(post.text) - len(post.content)].count("\n")
        problems = [
            {
                "message": problem.message,
                "hint": problem.hint,
                "severity": problem.severity,
                "field": problem.field,
                "line": problem.line - first if problem.line and problem.line > first else None,
                "fix": asdict(fix) if (fix := fix_of(problem, post, self.archive)) else None,
            }
            for problem in check_post(post, self.archive)
        ]
        return {"problems": problems, "counts": counts_by_language(post.content, post.lang)}

    # --- keeping --------------------------------------------------------------------------------------

    def _on_draft(self, message: Message, _buffers: Buffers) -> None:
        """Keep what was typed beside the post; it is offered back after a crash or a closed tab."""
        post = self._open_post()
        when = datetime.now(UTC).isoformat(timespec="seconds")
        save_draft(post.path, Draft(message["content"], message["fields"], message["base"], when))

    def _on_discard(self, _message: Message, _buffers: Buffers) -> None:
        discard_draft(self._open_post().path)

    def _on_save(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Save what the message carries; where the file changed meanwhile, show both versions and write nothing."""
        post = self._open_post()
        if str(message["path"]) != self._state(post)["path"]:
            raise PostError("Another post is open in this editor by now", hint="Open the post again.")
        if message["base"] != base_of(post):
            return self._conflict(self._now(message).text, base=None)
        changed = self._now(message)
        try:
            saved = changed.save()
        except ConflictError as error:
            return self._conflict(error.ours, base=post.text)
        if post.loaded is not None and saved.text != post.text:
            keep_version(post.path, post.loaded)
        discard_draft(post.path)
        self.post = saved
        self.saves += 1
        return {"saved": self._state(saved)}

    def _on_disk(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Whether the file on disk is another one than the edit started from."""
        post = self._open_post()
        if post.loaded is None:
            return {"changed": os.path.lexists(post.path)}
        return {"changed": base_of(Post.read(post.path)) != message["base"]}

    def _conflict(self, ours: str, base: str | None) -> dict[str, Any]:
        self._theirs = Post.read(self._open_post().path)
        self._parts = compare(ours, self._theirs.text, base)
        return {"conflict": [asdict(part) for part in self._parts]}

    def _on_compare(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The post as it stands beside the file on disk."""
        return self._conflict(self._now(message).text, base=self._open_post().text)

    def _on_choose(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The text of the chosen parts, as an unsaved change of the version on disk."""
        theirs = self._theirs
        if theirs is None:
            raise PostError("There is nothing to choose from", hint="Compare again.")
        chosen = Post(theirs.path, merged(self._parts, message["choices"]), theirs.loaded)
        values, before = form_values(chosen), form_values(theirs)
        self.post = theirs
        return {
            "post": self._state(theirs),
            "content": chosen.content,
            "fields": _differences(before, values),
        }

    # --- history --------------------------------------------------------------------------------------

    def _on_history(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"versions": [asdict(version) for version in versions(self._open_post().path)]}

    def _on_version(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """An earlier version, and how it differs from the post as it stands."""
        post = self._open_post()
        text = version_text(post.path, str(message["version"]))
        parts = compare(self._now(message).text, text)
        earlier = Post(post.path, text)
        fields = _differences(form_values(post), form_values(earlier))
        return {"parts": [asdict(part) for part in parts], "content": earlier.content, "fields": fields}

    # --- pictures -------------------------------------------------------------------------------------

    def _on_picture(self, message: Message, buffers: Buffers) -> dict[str, Any]:
        """Clean a picture that was pasted or dropped, lay it beside the post; returns its Markdown."""
        if not buffers or len(buffers[0]) > _LARGEST_PICTURE:
            raise PostError("No picture of a usable size came along", hint="Make it smaller, below 50 MB.")
        path = add_picture(self._open_post().path, bytes(buffers[0]), str(message["name"]))
        return {"path": path, "markdown": picture_markdown(path, str(message["alt"]))}


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be set so that one form becomes the other; None takes a field out."""
    names = [*after, *(name for name in before if name not in after)]
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}
