"""A briefing: chosen posts, the editor's own words and a template, to be checked and exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.archive import Archive
from lfnkr_nb.counting import counted
from lfnkr_nb.errors import ArchiveError, BriefingError
from lfnkr_nb.fields import Problem
from lfnkr_nb.folders import find_root
from lfnkr_nb.post import Post
from lfnkr_nb.recipe import Recipe
from lfnkr_nb.selection import make_conditions

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.document.tree import Document
    from lfnkr_nb.exporting import Exported
    from lfnkr_nb.protection.register import Register

__all__ = ["Briefing", "Choice"]

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """One post of a briefing: how much of it is shown (`excerpt` or `whole`) and under which heading."""

    post: Post
    show: str
    heading: str = ""


class Briefing:
    """What goes out: chosen posts, the editor's own words, a template. It does not change once made.

    Attributes:
        recipe: What it is made of.
        archive: Where its posts are from.
    """

    def __init__(
        self,
        title: str | None = None,
        posts: Archive | Post | Iterable[Post | str | Mapping[str, Any]] | None = None,
        *,
        template: str = "digest",
        note: str = "",
        archive: Archive | None = None,
        **fields: Any,
    ) -> None:
        """A briefing from Python values.

        Args:
            title: Its title; of a single post its own title, of a category its name, when left out.
            posts: An Archive made by `select`, a Post, or a list of posts, slugs or recipe records, in order.
            template: `digest`, `briefing`, `statement` or `open-letter`.
            note: The editor's own words, in Markdown.
            archive: Where slugs are looked up; not needed when `posts` is an Archive.
            **fields: Any other field of a recipe, such as `date`, `edition`, `summary`, `recommendations`.

        Raises:
            RecipeError: A value cannot be read.
            BriefingError: Slugs were given without an archive.
        """
        values = {"title": title, "template": template, **fields}
        if posts is not None:
            archive, values["posts"] = _written_posts(posts, archive)
            if isinstance(posts, Archive):
                values.setdefault("order", "given")
        self._set(Recipe.make(values, note), archive or Archive.open(find_root()))

    def _set(self, recipe: Recipe, archive: Archive) -> None:
        self.recipe = recipe
        self.archive = archive.whole.pinned()

    @classmethod
    def open(cls, path: Path | str, archive: Archive | None = None) -> Briefing:
        """The briefing in a recipe file; its archive is the one the file lies in, unless given.

        Raises:
            RecipeError: The recipe cannot be understood.
            ArchiveError: There is no archive around the file.
        """
        recipe = Recipe.read(path)
        return cls.from_recipe(recipe, archive or Archive.open(find_root(Path(path).absolute().parent)))

    @classmethod
    def from_recipe(cls, recipe: Recipe, archive: Archive) -> Briefing:
        """The briefing of a recipe, with its posts from an archive."""
        briefing = cls.__new__(cls)
        briefing._set(recipe, archive)
        return briefing

    def get(self, name: str, default: Any = None) -> Any:
        """One value of the recipe, or `default` when it does not say."""
        return self.recipe.values.get(name, default)

    @property
    def template(self) -> str:
        """What it looks like."""
        return str(self.get("template", "digest"))

    @property
    def lang(self) -> str:
        """Language of its own words and wording."""
        return str(self.get("lang", "en"))

    @property
    def title(self) -> str:
        """Its title; when the recipe gives none, that of its single post or of the category it selects."""
        if title := self.get("title"):
            return str(title)
        if len(self.choices) == 1:
            return self.choices[0].post.title
        from lfnkr_nb.sections import archive_title  # noqa: PLC0415 - wording is needed only here

        return archive_title(self.get("select", {}), self.lang)

    # --- posts ----------------------------------------------------------------------------------------

    @cached_property
    def asked(self) -> list[Choice]:
        """Every post that was asked for, once and in order, whether or not it may go out."""
        once: dict[Path, Choice] = {}
        for choice in self._asked:
            once.setdefault(choice.post.path, choice)
        return list(once.values())

    @property
    def named_twice(self) -> list[str]:
        """Keys of the posts that a recipe names again; each stands in the briefing once, where it is named first."""
        counts = Counter(choice.post.path for choice in self._asked)
        return [self.archive.keys[path] for path, count in counts.items() if count > 1]

    @cached_property
    def _asked(self) -> list[Choice]:
        show = self.get("show") or ("excerpt" if self.template == "digest" else "whole")
        records = [*self.get("posts", ()), *self._grouped()]
        if records:
            posts = self._found([str(record["post"]) for record in records])
            asked = [
                Choice(post, record.get("show") or show, record.get("heading", ""))
                for post, record in zip(posts, records, strict=True)
            ]
        elif "select" in self.recipe.values:
            asked = [Choice(post, show) for post in self._selected(self.get("select"))]
        elif self._speaks_for_itself():
            asked = []
        else:
            asked = [Choice(post, show) for post in self._selected({})]
        stays = frozenset(self.get("leave_out", ()))
        asked = [c for c in asked if c.show != "leave-out" and not stays & self._names_of(c.post)]
        return self._ordered(asked, given=bool(records))

    def _names_of(self, post: Post) -> set[str]:
        return {post.slug, self.archive.keys[post.path]}

    def _selected(self, conditions: Mapping[str, Any]) -> Iterator[Post]:
        """Posts that fulfil conditions as their files say; an index alone never chooses what goes out."""
        tests, bounds = make_conditions(conditions, self.archive.root), self.archive.bounds
        for post in self.archive.select(**conditions):
            if all(test.holds(post, bounds) for test in tests):
                yield post

    def _speaks_for_itself(self) -> bool:
        """Whether no posts means none: a letter, own words, a recipe file, or a list of posts that is empty."""
        letter = self.template in ("statement", "open-letter")
        return bool(
            letter
            or self.recipe.note
            or self.recipe.path
            or {"posts", "sections"} & self.recipe.values.keys()
        )

    def _found(self, names: Iterable[str]) -> list[Post]:
        """The posts of these names; those that the archive does not have are told together."""
        found, missing = [], []
        for name in names:
            try:
                found.append(self.archive[name])
            except ArchiveError as error:
                path, line = self.recipe.path, self.recipe.line_of(name, "posts", "sections")
                missing.append(ArchiveError(error.message, hint=error.hint, path=path, line=line))
        if missing:
            missing[0].more = tuple(missing[1:])
            raise missing[0]
        return found

    def _grouped(self) -> list[dict[str, Any]]:
        groups = self.get("sections", ())
        return [
            p if isinstance(p, dict) else {"post": str(p)}
            for group in groups
            for p in group.get("posts") or ()
        ]

    def _ordered(self, asked: list[Choice], *, given: bool) -> list[Choice]:
        order = self.get("order", "given" if given else "newest")
        if order == "given":
            return asked
        return sorted(asked, key=lambda c: self.archive.place(c.post), reverse=order == "oldest")

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The posts that go out, in order. Only public ones, unless `include` names another state."""
        return tuple(choice for choice in self.asked if not self._held_back(choice.post))

    def _held_back(self, post: Post) -> str:
        """Why a post stays inside; empty when it may go out."""
        if post.misspelt:
            return "a misspelt key"
        include = self.get("include", ())
        if post.password and "password" not in include:
            return "password"
        return "" if post.status == "publish" or post.status in include else post.status

    @property
    def left_out(self) -> list[tuple[Post, str]]:
        """Posts that were asked for but stay inside, each with its reason (draft, private, password)."""
        return [(c.post, reason) for c in self.asked if (reason := self._held_back(c.post))]

    @property
    def posts(self) -> pd.DataFrame:
        """The rows of `archive.posts` of the posts that go out, in the briefing's order."""
        return self.archive.posts.loc[[self.archive.keys[choice.post.path] for choice in self.choices]]

    # --- checking and exporting -----------------------------------------------------------------------

    def check(self) -> list[Problem]:
        """What an editor should look at before exporting, errors first."""
        from lfnkr_nb.checks import check_briefing  # noqa: PLC0415

        return check_briefing(self)

    @property
    def problems(self) -> pd.DataFrame:
        """`check` as a DataFrame."""
        from lfnkr_nb.frames import build_frame, problem_rows  # noqa: PLC0415

        return build_frame("problems", problem_rows(self.check(), self.archive.names))

    def document(self, *, register: Register | None = None, progress: Progress | None = None) -> Document:
        """The document tree that both exporters read, with labels in place of the names that stay inside.

        Args:
            register: Whose names are replaced (default: `private/register.yaml` beside the archive's posts).
            progress: Called with (posts read, posts there are).

        Raises:
            BriefingError: Nothing would be in it.
            GateError: A post asks for the protection of somebody who is not in the register.
            RegisterError: There is a register and it cannot be used.
        """
        from lfnkr_nb.assembly import assemble  # noqa: PLC0415 - Markdown and pictures are not needed before

        return assemble(self, register=register, progress=progress)

    def as_on_disk(self) -> Briefing:
        """The same briefing with its posts as their files say now.

        In an archive of more than 2,000 posts a file that was added within the last moments may not be listed yet.
        """
        return Briefing.from_recipe(self.recipe, self.archive.reread())

    def export(
        self,
        path: Path | str,
        *,
        register: Register | None = None,
        progress: Progress | None = None,
        record: bool = True,
    ) -> Exported:
        """Write the briefing as `.pdf` or `.html`; the file appears whole or not at all.

        Every post is read from its file now, whatever was read of it before. The finished file is read back by
        the gate before it is put in its place. An edition that was not cleared says so on every page. What went
        out is noted in `exports/` and, for recall, in `private/manifests/`.

        Args:
            path: Where to; its suffix chooses the exporter.
            register: Whose names are replaced (default: `private/register.yaml` beside the archive's posts).
            progress: Called with (posts read, posts there are) while the posts are read, then with None for the
                second while pages are set and once more before anything is written. An exception raised in it
                stops the export and leaves nothing.
            record: Whether manifests are written and editions counted.

        Raises:
            BriefingError: Nothing would be in it.
            ExportError: It cannot be written; no file is left in its place.
            GateError: The finished file holds what must not be in it; no file is left in its place.
            RegisterError: There is a register and it cannot be used.
        """
        from lfnkr_nb.exporting import export_briefing  # noqa: PLC0415 - exporters are loaded when they are used

        return export_briefing(
            self.as_on_disk(), Path(path), register=register, progress=progress, record=record
        )

    def changed(self, values: Mapping[str, Any], note: str | None = None) -> Briefing:
        """The briefing with other values in its recipe, kept in memory.

        Args:
            values: New values by key of the recipe; None takes a key out.
            note: Other words of the editor, in Markdown; None leaves them as they are.

        Raises:
            RecipeError: A value cannot be read.
        """
        return Briefing.from_recipe(self.recipe.changed(values, note), self.archive)

    def save(self, path: Path | str | None = None) -> Briefing:
        """Write the recipe (to where it was read from, unless `path` is given); returns the briefing as saved.

        Raises:
            BriefingError: It has no file yet and none was given.
            ConflictError: The file changed on disk since it was read.
        """
        target = path or self.recipe.path
        if target is None:
            raise BriefingError("This briefing has no file yet", hint='Give one: save("briefings/name.md").')
        return Briefing.from_recipe(self.recipe.save(target), self.archive)

    def __repr__(self) -> str:
        return f"<Briefing: {self.title!r}, {self.template}, {counted(len(self.choices), 'post')}>"

    def _repr_html_(self) -> str:
        from lfnkr_nb.showing import briefing_html  # noqa: PLC0415 - only in a notebook

        return briefing_html(self)


def _written_posts(
    posts: Archive | Post | Iterable[Post | str | Mapping[str, Any]], archive: Archive | None
) -> tuple[Archive, list[Any]]:
    """Posts as records of a recipe, and the archive they are looked up in."""
    if isinstance(posts, Archive):
        # A whole archive stands for its posts; WordPress pages go out only by asking for them.
        chosen = (posts if posts.conditions else posts.select()).pinned()
        return chosen.whole, [{"post": key} for key in chosen.keys.values()]
    items: Sequence[Any] = [posts] if isinstance(posts, Post) else list(posts)
    if archive is None:
        first = next((item for item in items if isinstance(item, Post)), None)
        archive = Archive.open(find_root(first.path.parent if first else None))
    return archive, [_record(item, archive) for item in items]


def _record(item: Any, archive: Archive) -> dict[str, Any]:
    if isinstance(item, Post):
        return {"post": archive.whole.keys[archive[archive_name(item, archive)].path]}
    return {"post": item} if isinstance(item, str) else dict(item)


def archive_name(post: Post, archive: Archive) -> str:
    """Path of a post seen from an archive's posts folder, without `.md`.

    Raises:
        BriefingError: The post lies elsewhere.
    """
    try:
        return post.path.absolute().relative_to(archive.folder).as_posix().removesuffix(".md")
    except ValueError as error:
        hint = "Save it below the posts folder of this archive, or open its own archive."
        raise BriefingError("The post lies outside this archive", hint=hint, path=post.path) from error
