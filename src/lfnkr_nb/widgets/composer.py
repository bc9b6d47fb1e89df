"""The composer: posts in order, own words and fields of one recipe, beside the real pages they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.archive import Archive
from lfnkr_nb.briefing import Briefing
from lfnkr_nb.clearance import STEPS, clear
from lfnkr_nb.composing import (
    compose_fields,
    compose_form,
    composed,
    figures_on_offer,
    post_facts,
    title_shown,
)
from lfnkr_nb.edition_changes import EditionChange, edition_changes
from lfnkr_nb.errors import BriefingError, ConflictError
from lfnkr_nb.exporting import default_export
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.folders import recipe_files
from lfnkr_nb.merging import Part, compare, merged
from lfnkr_nb.recipe import Recipe
from lfnkr_nb.saved_queries import SavedQuery, saved_queries
from lfnkr_nb.schema import STATUSES, TEMPLATES
from lfnkr_nb.search import fold
from lfnkr_nb.starting import new_briefing
from lfnkr_nb.widgets.base import DeskWidget, Message, page_module, page_style
from lfnkr_nb.widgets.page_preview import PagePreview

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Composer", "compose"]

Buffers = Sequence[memoryview]
Progress = Callable[[int, int | None], None]

#: Posts that are offered at once when posts are added.
_OFFERED: Final = 40

_MODULES: Final = (
    "editor_form.js",
    "editor_dialogs.js",
    "composer_list.js",
    "composer_pages.js",
    "composer_form.js",
    "composer_panels.js",
    "composer_dialogs.js",
    "composer.js",
)


def compose(what: Briefing | Archive | SavedQuery | Path | str) -> Composer:
    """The composer.

    Args:
        what: A briefing; a recipe file; an archive, in which the composer offers its briefings; a selection or a
            saved query, of which it begins a new briefing.

    Returns:
        A widget. Its `briefing` is the Briefing as it stands in it, saved or not.

    Raises:
        RecipeError: The recipe file cannot be understood.
        ArchiveError: There is no archive around the file.
    """
    if isinstance(what, SavedQuery):
        return Composer(*_of_query(what))
    if isinstance(what, Archive):
        chosen = Briefing(posts=what) if what.conditions else None
        return Composer(what.whole, chosen)
    briefing = what if isinstance(what, Briefing) else Briefing.open(what)
    return Composer(briefing.archive, briefing)


def _of_query(query: SavedQuery) -> tuple[Archive, Briefing]:
    archive = (
        Archive.open(query.path.absolute().parent.parent / "posts") if query.path else Archive.open("posts")
    )
    return archive, Briefing(query.title, query.select(archive))


class Composer(DeskWidget):
    """What `compose` shows.

    Attributes:
        archive: Where the posts are from.
        briefing: The briefing as it stands in the composer; None before one was opened.
    """

    _esm = page_module(*_MODULES)
    _css = page_style("editor.css", "composer.css")

    def __init__(self, archive: Archive, briefing: Briefing | None = None) -> None:
        super().__init__()
        self.archive = archive
        self.briefing: Briefing | None = None
        self._saved: Briefing | None = None
        self._parts: list[Part] = []
        self._theirs: Recipe | None = None
        self._preview = PagePreview(archive.folder, self._told)
        self._version = 0
        if briefing is not None:
            self._take(briefing)

    def close(self) -> None:
        """Close the widget and end what made its pages."""
        self._preview.close()
        super().close()

    def _told(self, message: Mapping[str, Any], data: bytes) -> None:
        self.send(dict(message), buffers=[data] if data else None)

    def _take(self, briefing: Briefing) -> None:
        self.briefing = self._saved = briefing
        self.archive = briefing.archive

    def _open_briefing(self) -> Briefing:
        if self._saved is None:
            raise BriefingError("No briefing is open", hint="Choose one, or begin a new one.")
        return self._saved

    # --- opening --------------------------------------------------------------------------------------

    def _on_start(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        """What the page needs before a briefing is open, and the briefing if there is one."""
        self._preview.prepare()
        opened = {"briefing": self._state()} if self._saved else {}
        states = [*(status for status in STATUSES if status != "publish"), "password"]
        return {
            "fields": compose_fields(),
            "templates": TEMPLATES,
            "steps": STEPS,
            "states": states,
            **opened,
        }

    def _on_briefings(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        root = self.archive.root
        return {
            "briefings": [path.name for path in recipe_files(root)],
            "queries": [path.stem for path in saved_queries(root)],
        }

    def _on_open(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Open a briefing by the name of its file."""
        known = {path.name: path for path in recipe_files(self.archive.root)}
        path = known.get(str(message["name"]))
        if path is None:
            hint = "Choose one from the list."
            raise BriefingError("There is no such briefing", hint=hint, path=str(message["name"]))
        self._take(Briefing.open(path, self.archive.whole.reopen()))
        return {"briefing": self._state()}

    def _on_new(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Begin a briefing: with the posts of a saved query, or none yet."""
        query = str(message.get("query") or "")
        archive = self.archive.whole.reopen()
        keys = self._found_by(query, archive) if query else []
        made = new_briefing(
            archive.root / "briefings", str(message["title"]), template=str(message["template"]),
            lang=self.language, posts=keys,
        )  # fmt: skip
        briefing = Briefing.open(made, archive)
        if not query:  # nothing is chosen as long as nobody has chosen
            briefing = briefing.changed({"posts": []}, "").save()
        self._take(briefing)
        return {"briefing": self._state()}

    def _found_by(self, name: str, archive: Archive) -> list[str]:
        known = {path.stem: path for path in saved_queries(archive.root)}
        query = SavedQuery.read(known.get(name, archive.root / "queries" / f"{clean_slug(name)}.yaml"))
        return [str(key) for key in query.select(archive).posts.index]

    def _state(self) -> dict[str, Any]:
        """The briefing as it was last read or saved, as a form."""
        briefing = self._open_briefing()
        form = compose_form(briefing)
        path = briefing.recipe.path
        return {
            "name": path.name if path else "", "title": title_shown(briefing), "form": form, "base": _base(briefing),
            "facts": self._facts(briefing, form), "offered": figures_on_offer(briefing),
        }  # fmt: skip

    def _facts(self, briefing: Briefing, form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        return post_facts(briefing, (each["post"] for group in form["groups"] for each in group["posts"]))

    # --- composing ------------------------------------------------------------------------------------

    def _now(self, message: Message) -> Briefing:
        """The briefing as it stands in the page."""
        self.briefing = composed(self._open_briefing(), message["form"])
        return self.briefing

    def _on_change(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Take the form as it stands; its pages follow as a message of type `shown`."""
        self._saved = self._open_briefing().as_on_disk()
        briefing = self._now(message)
        self._version += 1
        self._preview.show(briefing.recipe.to_text(), briefing.recipe.path, self._version)
        facts = self._facts(briefing, message["form"])
        return {
            "version": self._version,
            "facts": facts,
            "offered": figures_on_offer(briefing),
            "title": title_shown(briefing),
        }

    def _on_page(self, message: Message, _buffers: Buffers) -> None:
        """Ask for the picture of a page; it follows as a message of type `page`."""
        width = min(max(int(message["width"]), 100), 2400)
        self._preview.page(int(message["number"]), width, int(message["version"]))

    def _on_look_alikes(self, _message: Message, _buffers: Buffers) -> None:
        self._preview.look_alikes()

    def _on_posts(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Posts to add: those whose title, slug or key hold the words, or those that a saved query finds."""
        frame = self.archive.posts
        if message.get("query"):
            keys = self._found_by(str(message["query"]), self.archive)
        else:
            keys = list(islice(_named(frame, str(message["text"])), _OFFERED))
        facts = post_facts(Briefing("-", [], archive=self.archive), keys)
        return {"posts": [{"post": key, **facts[key]} for key in keys]}

    # --- saving ---------------------------------------------------------------------------------------

    def _on_save(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Save what the message carries; where the file changed meanwhile, show both versions and write nothing."""
        now = self._now(message)
        if message["base"] != _base(self._open_briefing()):
            return self._conflict(now.recipe.to_text(), base=None)
        try:
            self._take(now.save(now.recipe.path or self._new_path(now)))
        except ConflictError as error:
            return self._conflict(error.ours, base=now.recipe.text)
        return {"saved": self._state()}

    def _new_path(self, briefing: Briefing) -> Path:
        path = self.archive.root / "briefings" / f"{clean_slug(briefing.title).lower()}.md"
        if path.exists():
            raise BriefingError(
                "There is a briefing of that name", hint="Give this one another title.", path=path
            )
        return path

    def _on_disk(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Whether the recipe on disk is another one than the composer started from."""
        path = self._open_briefing().recipe.path
        return {"changed": path is not None and _hash(Recipe.read(path).text) != message["base"]}

    def _on_compare(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The recipe as it stands beside the file on disk."""
        return self._conflict(self._now(message).recipe.to_text(), base=self._open_briefing().recipe.text)

    def _conflict(self, ours: str, base: str | None) -> dict[str, Any]:
        path = self._open_briefing().recipe.path
        if path is None:
            raise BriefingError("There is a briefing of that name", hint="Give this one another title.")
        self._theirs = Recipe.read(path)
        self._parts = compare(ours, self._theirs.text, base)
        return {"conflict": [asdict(part) for part in self._parts]}

    def _on_choose(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The form of the chosen parts, as an unsaved change of the version on disk."""
        if self._theirs is None:
            raise BriefingError("There is nothing to choose from", hint="Compare again.")
        chosen = Recipe.from_text(merged(self._parts, message["choices"]), self._theirs.path)
        self._take(Briefing.from_recipe(self._theirs, self.archive))
        form = compose_form(Briefing.from_recipe(chosen, self.archive))
        return {"briefing": self._state(), "form": form}

    # --- out of the house -----------------------------------------------------------------------------

    def _on_export(self, message: Message, _buffers: Buffers) -> None:
        """Export the recipe as it is saved, to where `lfnkr brief` would; the page saves before it asks."""
        suffix = ".html" if message["kind"] == "html" else ".pdf"
        path = self._open_briefing().recipe.path
        if path is None:
            raise BriefingError("This briefing has no file yet", hint="Save it first.")
        self.run("export", lambda progress: self._export(path, suffix, progress))

    def _export(self, path: Path, suffix: str, progress: Progress) -> dict[str, Any]:
        progress(0, None)
        briefing = Briefing.open(path, self.archive)
        made = briefing.export(default_export(briefing, suffix), progress=progress)
        return {
            "file": made.path.relative_to(self.archive.root).as_posix(), "pages": made.pages, "size": made.size,
            "posts": made.posts, "edition": made.edition, "stamps": made.stamps,
        }  # fmt: skip

    def _on_clear(self, message: Message, _buffers: Buffers) -> None:
        """Sign one step of the clearance; the page has saved before it asks."""
        briefing, step = self._open_briefing(), str(message["step"])
        self.run("clearance", lambda progress: self._clear(briefing, str(message["name"]), step, progress))

    def _clear(self, briefing: Briefing, name: str, step: str, progress: Progress) -> dict[str, Any]:
        progress(0, None)
        self._take(clear(briefing, name, step=step))
        return {"briefing": self._state()}

    def _on_editions(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        titles = self.archive.posts["title"]
        return {
            "editions": [self._edition(change, titles) for change in edition_changes(self._open_briefing())]
        }

    def _edition(self, change: EditionChange, titles: Any) -> dict[str, Any]:
        def named(keys: Iterable[str]) -> list[str]:
            return [str(titles.get(key, key)) for key in keys]

        said = change.edition
        files = [
            {**export, "there": (self.archive.root / export["file"]).is_file()} for export in said.exports
        ]
        return {
            "number": said.number, "title": said.said.get("title", ""), "first": change.first,
            "added": named(change.added), "removed": named(change.removed), "corrected": named(change.corrected),
            "retitled": change.retitled, "reordered": change.reordered, "reworded": change.reworded,
            "exports": [{name: each[name] for name in ("file", "size", "date", "state", "there")} for each in files],
        }  # fmt: skip

    def _on_download(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The bytes of a finished file of this archive's `exports/`."""
        folder = (self.archive.root / "exports").resolve()
        path = (self.archive.root / str(message["file"])).resolve()
        if (
            not path.is_relative_to(folder)
            or path.suffix not in (".pdf", ".html", ".htm")
            or not path.is_file()
        ):
            raise BriefingError("This file is not there any more", hint="Export it again.", path=path)
        return {"name": path.name, "buffers": [path.read_bytes()]}


def _named(frame: Any, text: str) -> Iterable[str]:
    words = fold(text).split()
    rows = zip(frame.index, frame["title"], frame["slug"], strict=True)
    return (key for key, title, slug in rows if all(word in fold(f"{title} {slug} {key}") for word in words))


def _base(briefing: Briefing) -> str:
    return _hash(briefing.recipe.text)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest() if text else ""
