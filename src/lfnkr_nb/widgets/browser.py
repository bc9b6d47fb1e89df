"""The browser: find posts by words and facets, read them, take them along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lfnkr_nb.archive import Archive
from lfnkr_nb.brand import read_brand
from lfnkr_nb.errors import SelectionError
from lfnkr_nb.exporters.to_preview import preview_page
from lfnkr_nb.facets import FACETS, Facets
from lfnkr_nb.folders import recipe_files
from lfnkr_nb.post import Post
from lfnkr_nb.preview import Preview, preview_post
from lfnkr_nb.recipe_edit import add_posts
from lfnkr_nb.saved_queries import SavedQuery, saved_queries
from lfnkr_nb.starting import new_briefing
from lfnkr_nb.widgets.base import DeskWidget, Message, page_module, page_style
from lfnkr_nb.widgets.leads import leads_of
from lfnkr_nb.widgets.pictures import PictureStore

if TYPE_CHECKING:
    from lfnkr_nb.widgets.editor import Editor

__all__ = ["Browser", "browse"]

#: Rows that are sent along with an answer: a screen full and some more.
_FIRST_ROWS: Final = 60

#: Related posts that are offered.
_RELATED: Final = 6

Buffers = Sequence[memoryview]


def browse(archive: Archive) -> Browser:
    """The browser over an archive: search, facets, list and reading pane.

    Args:
        archive: The posts; a selection works as well.

    Returns:
        A widget. Its `selection` is the Archive of the posts that are shown, its `post` the one that is read.
    """
    return Browser(archive)


class Browser(DeskWidget):
    """What `browse` shows.

    Attributes:
        archive: The posts, as they were last read.
    """

    _esm = page_module("browser_list.js", "browser_facets.js", "browser.js")
    _css = page_style("browser.css")

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self._pictures = PictureStore()
        self._editor: Editor | None = None
        self._set_archive(archive)

    def _set_archive(self, archive: Archive) -> None:
        self.archive = archive.pinned()  # a list must not change while it is read
        archive = self.archive
        self._facets = Facets(archive)
        self._query = SavedQuery("")
        self._found = np.arange(len(archive))
        self._titles: Any = None
        self._at: int | None = None
        self._preview: Preview | None = None

    @property
    def selection(self) -> Archive:
        """The posts that are shown now, as an Archive in the archive's own order."""
        mask = np.zeros(len(self.archive), dtype=bool)
        mask[self._found] = True
        return self.archive.select(mask)

    @property
    def post(self) -> Post | None:
        """The post that is read now; None before one was chosen."""
        return None if self._at is None else self.archive[self._key(self._at)]

    def _key(self, position: int) -> str:
        return str(self._facets.frame.index[position])

    # --- finding --------------------------------------------------------------------------------------

    def _on_find(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Find posts; the first rows come along, the counts of the facets are asked for by themselves."""
        chosen = {name: tuple(values) for name, values in message["chosen"].items() if name in FACETS}
        self._query = SavedQuery("", str(message["text"]), chosen)
        found = self._facets.find(chosen, self._query.text)
        self._found = self._sorted(found, str(message["sort"]))
        return {"total": len(self._found), "rows": self._rows(0, _FIRST_ROWS)}

    def _sorted(self, found: Any, order: str) -> Any:
        match order:
            case "newest":
                return np.sort(found)
            case "oldest":
                return np.sort(found)[::-1]
            case "title":
                return found[np.argsort(self._title_ranks[found], kind="stable")]
        return found

    @property
    def _title_ranks(self) -> Any:
        if self._titles is None:
            folded = self._facets.frame["title"].str.casefold().to_numpy(dtype=object)
            self._titles = np.empty(len(folded), dtype=np.intp)
            self._titles[np.argsort(folded, kind="stable")] = np.arange(len(folded))
        return self._titles

    def _on_counts(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"counts": self._facets.counts(self._query.chosen, self._query.text)}

    def _on_facets(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        facets = {name: self._facets[name] for name in FACETS}
        shown = {
            name: {"values": facet.values, "labels": facet.labels, "depths": facet.depths}
            for name, facet in facets.items()
        }
        return {"facets": shown, "counts": self._facets.counts(self._query.chosen, self._query.text)}

    def _on_rows(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"rows": self._rows(int(message["start"]), int(message["stop"]))}

    def _rows(self, start: int, stop: int) -> list[list[Any]]:
        """What the list shows of each post: title, date, kind, byline, language, status, snippet."""
        places = self._found[start:stop]
        frame, dates = self._facets.frame, self._facets.dates
        part = frame.iloc[places]
        columns = [part[name].astype(object).where(part[name].notna(), "") for name in _COLUMNS]
        rows = zip(places.tolist(), part.index, part["password"], *columns, strict=True)
        return [
            [
                title,
                dates[place],
                kind,
                byline,
                lang,
                "password" if locked else status,
                self._facets.snippet(key),
            ]
            for place, key, locked, title, kind, byline, lang, status in rows
        ]

    # --- reading --------------------------------------------------------------------------------------

    def _on_shell(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"page": preview_page(read_brand(self.archive.root), dark=bool(message["dark"]))}

    def _on_read(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The post at a place of the list, or one that is named by its key."""
        self._at = self._position(message)
        said, self._preview = self._read(self._at)
        return said

    def _on_ahead(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The post at a place of the list that may be chosen next; it is not read yet."""
        return self._read(self._position(message))[0]

    def _read(self, position: int) -> tuple[dict[str, Any], Preview]:
        post = self.archive[self._key(position)]
        preview = preview_post(post, self.archive.whole, lang=self.language)
        self._pictures.add(preview.pictures)
        leads = leads_of(post, self.archive.whole, preview)
        return {**self._head(post, position), "html": preview.html, "leads": leads}, preview

    def _position(self, message: Message) -> int:
        if "key" in message:
            post = self.archive.whole[str(message["key"])]
            return self._facets.frame.index.to_list().index(self.archive.whole.keys[post.path])
        place = int(message["place"])
        if not 0 <= place < len(self._found):
            raise SelectionError("The list has changed meanwhile", hint="Choose the post again.")
        return int(self._found[place])

    def _head(self, post: Post, position: int) -> dict[str, Any]:
        return {
            "key": self._key(position),
            "title": post.title,
            "lang": post.lang,
            "status": "password" if post.password else post.status,
            "path": post.path.relative_to(self.archive.root).as_posix(),
            "problems": [problem.message for problem in post.problems if problem.severity != "note"],
            "protect": list(post.get("protect", ())),
        }

    def _on_beside(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """A translation, to be read beside the post."""
        post = self.archive.whole[str(message["key"])]
        preview = preview_post(post, self.archive.whole, lang=self.language)
        self._pictures.add(preview.pictures)
        return {"html": preview.html, "title": post.title, "lang": post.lang}

    def _on_related(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Posts that share its rare terms, each with the reason; the page asks when a post is read for a while."""
        frame = self.archive.whole.related(str(message["key"]), limit=_RELATED, public=None)
        rows = zip(frame.index, frame["title"], frame["lang"], frame["reason"], strict=True)
        return {
            "related": [{"key": k, "title": t, "lang": str(lang), "said": said} for k, t, lang, said in rows]
        }

    def _on_pictures(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"pictures": self._pictures.addresses(message["names"])}

    def _on_follow(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The key of the post that a link in the text leads to."""
        path = self._preview.linked.get(int(message["number"])) if self._preview else None
        return {"key": self.archive.whole.keys[path] if path else ""}

    # --- editing --------------------------------------------------------------------------------------

    def _on_editor(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The editor of this browser with a post, made when it is first wanted; it takes one after the other."""
        from lfnkr_nb.widgets.editor import Editor  # noqa: PLC0415 - half a megabyte that only editing needs

        if self._editor is None:
            self._editor = Editor(Archive.open(self.archive.folder))
            self._editor.take(str(message["path"]))
        else:
            self._editor.send({"type": "open", "path": message["path"]})
        return {"model": self._editor.model_id}

    # --- taking along ---------------------------------------------------------------------------------

    def _on_briefings(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"briefings": [path.name for path in recipe_files(self.archive.root)]}

    def _on_add(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        """Add the post that is read, or all that are shown, to a briefing that exists or is new."""
        keys = [str(message["key"])] if message.get("key") else [self._key(at) for at in self._found.tolist()]
        folder = self.archive.root / "briefings"
        if message.get("title"):
            made = new_briefing(folder, str(message["title"]), lang=self.language, posts=keys)
            return {"name": made.name, "added": len(keys)}
        recipes = {path.name: path for path in recipe_files(self.archive.root)}
        path = recipes.get(str(message["name"]), folder / "missing.md")
        return {"name": path.name, "added": len(add_posts(path, keys))}

    def _on_queries(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        return {"queries": [path.stem for path in saved_queries(self.archive.root)]}

    def _on_save_query(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        query = SavedQuery(str(message["title"]), self._query.text, self._query.chosen)
        saved = query.save(self.archive.root / "queries")
        return {"name": saved.path.stem if saved.path else ""}

    def _on_query(self, message: Message, _buffers: Buffers) -> dict[str, Any]:
        names = {path.stem: path for path in saved_queries(self.archive.root)}
        query = SavedQuery.read(
            names.get(str(message["name"]), self.archive.root / "queries" / "missing.yaml")
        )
        return {"text": query.text, "chosen": {name: list(found) for name, found in query.chosen.items()}}

    # --- long work ------------------------------------------------------------------------------------

    def _on_prepare(self, _message: Message, _buffers: Buffers) -> None:
        """Make the full-text index in the background, so that the first search of a large archive does not wait."""
        self.run_beside("prepare_search", self._prepare)

    def _prepare(self, progress: Callable[[int, int | None], None]) -> None:
        self.archive.search("lfnkr", limit=1, progress=progress)

    def _on_check(self, _message: Message, _buffers: Buffers) -> None:
        """Look for problems in every post, in the background; the facet of problems has them at the end."""
        self.run("check", self._check)

    def _check(self, progress: Callable[[int, int | None], None]) -> dict[str, Any]:
        progress(0, None)
        problems = self.archive.problems
        progress(len(problems), None)
        self._facets.add_problems(problems)
        return {"total": len(problems)}

    def _on_reopen(self, _message: Message, _buffers: Buffers) -> dict[str, Any]:
        """The archive as it is on disk now, if the editor saved something; what was chosen stays."""
        if self._editor is None or not self._editor.saves:
            return {"changed": False}
        self._editor.saves = 0
        whole = Archive.open(self.archive.folder)
        keys = self._facets.frame.index
        same = whole.select(whole.posts.index.isin(keys)) if self.archive.conditions else whole
        self._set_archive(same)
        return {"changed": True}


_COLUMNS: Final = ("title", "kind", "byline", "lang", "status")
