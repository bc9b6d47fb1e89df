"""One Markdown file as a `Post`: typed front matter, content, and edits that keep every other byte."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lfnkr_nb.dates import When
from lfnkr_nb.errors import UnsafeFileError
from lfnkr_nb.escaping import visible
from lfnkr_nb.fields import Problem, clean_slug, read_fields
from lfnkr_nb.header import Header, HeaderHandler, Split, split_text
from lfnkr_nb.header_edit import REMOVE, OneLine, edit_header
from lfnkr_nb.saving import read_bytes, replace_text
from lfnkr_nb.schema import POST_FIELDS

__all__ = ["Post"]

_SCHEMA = {field.name: field for field in POST_FIELDS}
_DATED_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")


@dataclass(frozen=True)
class Post:
    """One post: a Markdown file with a YAML header. Frozen; `replace` gives a changed copy, `save` writes it.

    Attributes:
        path: The file.
        text: The whole file as it is, or as `save` will write it.
        loaded: The bytes that were read; None for a post that was never saved.
    """

    path: Path
    text: str = field(repr=False)
    loaded: bytes | None = field(default=None, repr=False, compare=False)

    @classmethod
    def read(cls, path: Path | str) -> Post:
        """The post in a file.

        Raises:
            UnsafeFileError: The file is no ordinary file, too large or not UTF-8 text.
            HeaderError: Its header cannot be understood.
        """
        path = Path(path)
        return cls.parse(path, read_bytes(path))

    @classmethod
    def parse(cls, path: Path, data: bytes, *, checked: bool = False) -> Post:
        """The post in the bytes of a file that was read.

        Args:
            path: The file.
            data: Its bytes.
            checked: Whether its header is known to be understood; then it is read when it is first asked for.

        Raises:
            UnsafeFileError: They are not UTF-8 text.
            HeaderError: Its header cannot be understood.
        """
        post = cls(path, _decode(path, data), data)
        if not checked:
            _ = post.values  # a header that cannot be understood is said now, not at first use
        return post

    @classmethod
    def new(cls, path: Path | str, content: str = "", **fields: Any) -> Post:
        """A post that is not on disk yet; `save` refuses to overwrite a file that exists.

        Args:
            path: Where it is to be saved.
            content: Its Markdown.
            **fields: Front matter by key, as in `replace`.
        """
        return cls(Path(path), "---\n---\n" + (f"\n{content}" if content else "")).replace(**fields)

    # --- what it says ---------------------------------------------------------------------------------

    @cached_property
    def _split(self) -> Split:
        return split_text(self.text, self.path)

    @cached_property
    def _handler(self) -> HeaderHandler:
        # `frontmatter.parse` strips the text and turns CRLF into LF before it asks its handler; a post keeps
        # every byte, so the handler is given the header as it stands in the file.
        handler = HeaderHandler(self.path, first_line=self._split.first_line)
        handler.read(self._split.header)
        return handler

    @property
    def header(self) -> Header:
        """The header as it is written, with the line of each key."""
        return self._handler.header

    @cached_property
    def _read(self) -> tuple[dict[str, Any], list[Problem]]:
        return read_fields(self.header, _SCHEMA)

    @property
    def values(self) -> Mapping[str, Any]:
        """Typed front matter by key; a key that is absent, null or unreadable is missing."""
        return self._read[0]

    def get(self, name: str, default: Any = None) -> Any:
        """One typed front-matter value, or `default` when it is unknown."""
        return self.values.get(name, default)

    def may_say(self, *names: str) -> bool:
        """Whether its header may hold one of these keys; False is certain, and found without reading the header."""
        header = self._split.header  # in which an escape may stand for any letter
        return "\\" in header or any(name in header for name in names)

    @cached_property
    def content(self) -> str:
        r"""The Markdown after the header, with `\n` line breaks."""
        content = self._split.content
        if "\r" in content:
            content = content.replace("\r\n", "\n").replace("\r", "\n")
        return content.lstrip("\n")

    @property
    def title(self) -> str:
        """The title, or the slug of an untitled post."""
        return self.get("title") or self.slug

    @cached_property
    def slug(self) -> str:
        """The slug: as written, else the file's name without its date."""
        return self.get("slug") or clean_slug(_DATED_NAME.sub("", self.path.stem))

    @property
    def date(self) -> When | None:
        """When it was published, as far as that is known."""
        found: When | None = self.get("date")
        return found

    @property
    def status(self) -> str:
        """WordPress's word for its state; a post that does not say one, or may mean another, is a draft."""
        return "draft" if self.misspelt else str(self.get("status", "draft"))

    @cached_property
    def misspelt(self) -> Problem | None:
        """A key that may be a misspelt `password`, `protect` or `status`; such a post never goes out."""
        errors = (problem for problem in self._read[1] if problem.severity == "error")
        return next((problem.at(self.path) for problem in errors), None)

    @property
    def kind(self) -> str:
        """What sort of text it is; empty when unknown."""
        return str(self.get("kind", ""))

    @property
    def lang(self) -> str:
        """Its language."""
        return str(self.get("lang", "en"))

    @property
    def byline(self) -> str:
        """The name it is signed with; empty when unsigned."""
        return str(self.get("byline", ""))

    @property
    def categories(self) -> tuple[tuple[str, ...], ...]:
        """Its categories as paths from the root of the tree."""
        found: tuple[tuple[str, ...], ...] = self.get("categories", ())
        return found

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        found: tuple[str, ...] = self.get("tags", ())
        return found

    @property
    def password(self) -> bool:
        """Whether readers need a password; a flag that cannot be read counts as yes."""
        return bool(self.get("password", "password" in self.header.raw and self._unreadable("password")))

    def _unreadable(self, name: str) -> bool:
        return any(problem.field == name for problem in self._read[1])

    @property
    def is_public(self) -> bool:
        """Whether it may leave the house: published, without a password, and read without error."""
        return self.status == "publish" and not self.password

    @cached_property
    def excerpt(self) -> str:
        """The short form: written by hand, else up to `<!--more-->`, else the first sentences (Markdown)."""
        from lfnkr_nb.document import excerpt  # noqa: PLC0415 - parsing Markdown is not needed to read a header

        return self.get("excerpt") or excerpt(self.content, lang=self.lang)

    @cached_property
    def plain(self) -> str:
        """The visible words of the content, without any markup."""
        from lfnkr_nb.document import plain_text  # noqa: PLC0415 - parsing Markdown is not needed to read a header

        return plain_text(self.content)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with this file, as far as the file alone can tell."""
        found = list(self._read[1])
        if not self.header.entries:
            found.append(
                Problem("The post has no header", "Add `---`, `title:`, `status:` and `---` at its top.")
            )
        elif "status" not in self.values:
            line = self.header.line("status")
            found.append(
                Problem(
                    "No readable status, so it counts as a draft", "Add `status: publish`.", "status", line
                )
            )
        if "title" not in self.values:
            found.append(
                Problem("The post has no title", "Add `title:`.", "title", self.header.line("title"))
            )
        return [problem.at(self.path) for problem in found]

    # --- changing it ----------------------------------------------------------------------------------

    def replace(self, *, content: str | None = None, **fields: Any) -> Post:
        """A copy with other front matter or content; nothing is written until `save`.

        Args:
            content: The new Markdown; None leaves it to the byte.
            **fields: New values by key: text, numbers, flags, lists, mappings; None takes the key out.

        Raises:
            PostError: A value cannot be written without touching other keys.
        """
        cut = self._split
        changes = {key: REMOVE if value is None else _plain_data(value) for key, value in fields.items()}
        text = edit_header(self.header, changes)
        body = cut.content if content is None or content == self.content else self._rewrapped(content)
        if cut.before:
            text += "" if not text or text.endswith(("\n", "\r")) else "\n"
            return Post(self.path, cut.before + text + cut.closing + body, self.loaded)
        return Post(self.path, self._headed(text, body) if text else body, self.loaded)

    def _headed(self, header: str, body: str) -> str:
        """A text that had no header, with one; a byte order mark stays first and line breaks stay of one kind."""
        mark = "\ufeff" if body.startswith("\ufeff") else ""
        head = f"---\n{header}---\n\n"
        return mark + (head.replace("\n", "\r\n") if "\r\n" in body else head) + body.removeprefix(mark)

    def _rewrapped(self, content: str) -> str:
        """New content with the file's own line breaks and the blank lines that stood before the old one."""
        old = self._split.content
        newline = "\r\n" if "\r\n" in self.text else "\n"
        lead = old[: len(old) - len(old.lstrip("\r\n"))] if old.strip("\r\n") else newline
        return lead + content.replace("\r\n", "\n").replace("\n", newline)

    def save(self) -> Post:
        """Write the post to its path and return it as saved.

        An unchanged post is not written. A new file is never put over one that exists.

        Raises:
            ConflictError: The file changed on disk since it was read; nothing was overwritten.
        """
        replace_text(self.path, self.text, loaded=self.loaded)
        return replace(self, loaded=self.text.encode("utf-8"))

    def reread(self) -> Post:
        """The post as it is on disk now."""
        return Post.read(self.path)

    # --- showing it -----------------------------------------------------------------------------------

    def __str__(self) -> str:
        when = self.date.iso if self.date else "n.d."
        state = ", ".join(filter(None, (self.kind, self.status, self.lang)))
        return visible(f"{when}  {self.title}  [{state}]")

    def __repr__(self) -> str:
        return f"<Post: {self}>"

    def _repr_html_(self) -> str:
        from lfnkr_nb.showing import post_html  # noqa: PLC0415 - only in a notebook

        return post_html(self)


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnsafeFileError(
            "The file is not UTF-8 text",
            hint="Open it in an editor, choose its real encoding and save it as UTF-8.",
            path=path,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error


def _plain_data(value: Any) -> Any:
    """Typed values back to what a header holds."""
    if isinstance(value, When):
        return value.written
    if isinstance(value, OneLine):
        return OneLine(_plain_data(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain_data(item) for item in value]
    return value
