"""Posts and the editor's own words become sections of the document tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from lfnkr_nb.document import Source, excerpt, read_inline, read_markdown
from lfnkr_nb.document.tree import (
    Block,
    Box,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Notice,
    Paragraph,
    Run,
    Section,
    plain,
)
from lfnkr_nb.plain_runs import one_line, text_runs
from lfnkr_nb.post import Post
from lfnkr_nb.post_frame import says, with_parts, without_frame
from lfnkr_nb.withholding import names, withhold
from lfnkr_nb.wording import date_text, number_text, undated_text, wording

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Choice

__all__ = ["Desk", "Labelled", "archive_title"]

Runs = tuple[Run, ...]

#: Puts labels in place of the names in a text; gives the text and the labels that were put in.
Labelled = Callable[[str], tuple[str, list[str]]]

#: How the target of a link to a post that stays inside begins.
_HIDDEN: Final = "#post-that-stays-inside-"


def archive_title(conditions: Mapping[str, Any], lang: str) -> str:
    """The heading WordPress gives to an archive page: of a category, a tag, a year or month, or of all posts."""
    words = wording(lang)
    if name := conditions.get("category"):
        return words["category_archives"].format(name=str(name).rsplit(" > ", 1)[-1])
    if name := conditions.get("tag"):
        return words["tag_archives"].format(name=name)
    since, until = conditions.get("since"), conditions.get("until")
    if since and since == until:
        key = "year_archives" if len(str(since)) == len("2017") else "month_archives"
        return words[key].format(name=date_text(str(since), "", lang))
    return words["archives"]


@dataclass(slots=True)
class Desk:
    """Lays out sections for one document: knows its language, its posts' anchors, and who may be linked.

    Attributes:
        lang: Language of the document.
        anchors: Anchor in the document of each post that is in it, by path.
        bounds: What undated posts are known to be later than, by path.
        find: What an address means in the archive.
        may_show: Whether a post outside the document may be named and linked.
        names: Path of each post seen from the posts folder.
        labelled: Puts labels in place of names in what is measured before the tree is made; None without names.
        replaced: How often that was done, by (origin, label).
        notices: What was changed or left out, collected.
        marked: Posts that stay inside, by the mark that stands in a link to them until `withhold`.
        dead: Addresses of links that lead nowhere in the document, one for each link.
    """

    lang: str
    anchors: Mapping[Any, str]
    bounds: Mapping[Any, Any]
    find: Callable[[str], Any]
    may_show: Callable[[Post], bool]
    names: Mapping[Any, str]
    labelled: Labelled | None = None
    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)
    marked: dict[str, Post] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)

    # --- a post ---------------------------------------------------------------------------------------

    def post(self, choice: Choice, *, level: int = 1, letter: bool = False) -> Section:
        """A post as a section.

        Args:
            choice: The post and how much of it is shown.
            level: Level of its heading in the outline.
            letter: Whether the document is this letter itself, so that its head and foot are printed there.
        """
        post = choice.post
        whole = choice.show == "whole"
        reading = read_markdown(post.content if whole else self._excerpt(post), self._source(post))
        self.notices += reading.notices
        blocks = with_parts(reading.blocks, post.get("parts", ()), post.lang)
        if letter:
            blocks = without_frame(blocks, post)
        else:
            blocks = (*self._letter_head(post), *blocks, *self._letter_foot(post, whole=whole))
        if back := self._back_story(post):
            blocks = (back, *blocks)
        return Section(
            role="post",
            title=() if letter else text_runs(choice.heading or post.title, post.lang),
            anchor=self.anchors[post.path],
            lang=post.lang,
            blocks=blocks,
            meta=() if letter else self.meta(post),
            standfirst=read_inline(post.get("standfirst", ""), post.lang),
            notes=reading.notes,
            origin=self.names[post.path],
            level=level,
            url=self._permalink(post),
        )

    def _excerpt(self, post: Post) -> str:
        """The post's short form; where it ends must not tell how long a replaced name was."""
        if post.get("excerpt", ""):
            return post.excerpt
        labels: Counter[str] = Counter()

        def replaced(text: str) -> str:
            changed, found = self.labelled(text) if self.labelled else (text, [])
            labels.update(found)
            return changed

        short = excerpt(
            post.content,
            lang=post.lang,
            labelled=replaced,
            resolve=lambda href: self.resolve(href, post),
            withheld=lambda blocks: withhold(blocks, self.hidden, (), post.lang),
        )
        for label, count in labels.items():
            if shown := min(count, short.count(label)):
                self.replaced[self.names[post.path], label] += shown
        return short

    def _source(self, post: Post) -> Source:
        return Source(
            lang=post.lang,
            folder=post.path.parent,
            origin=self.names[post.path],
            resolve=lambda href: self.resolve(href, post),
            anchor=self.anchors[post.path],
            places=True,
        )

    def meta(self, post: Post) -> tuple[str, ...]:
        """The lines under a post's heading: date, kind, byline."""
        words = wording(self.lang)
        kind = words.get(f"kind.{post.kind}", "")
        byline = words["by"].format(name=post.byline) if post.byline else ""
        return tuple(filter(None, (self.when(post), kind, one_line(byline))))

    def when(self, post: Post) -> str:
        """A post's date in words, or what is known of an unknown one."""
        if post.date is not None:
            return date_text(post.date.iso, "", self.lang)
        after, before = self.bounds.get(post.path), post.get("date_before")
        return undated_text(after and after.iso, before and before.iso, self.lang)

    def _permalink(self, post: Post) -> str:
        link = str(post.get("permalink", ""))
        return link if link.startswith(("http://", "https://")) else ""

    # --- links ----------------------------------------------------------------------------------------

    def resolve(self, href: str, post: Post) -> str | None:
        """Where a link of a post leads from this document; None leaves only its words."""
        target = self.find(href)
        if target.kind == "archive" and (found := self._continued(target.posts, post)):
            return self._leads(found)
        if target.kind == "post" and target.posts:
            return self._leads(target.posts[0])
        if target.kind == "anchor":
            return self._on_page(href, post)
        if target.kind == "mail" or href.startswith(("http://", "https://")):
            return href
        return self._nowhere(href)

    def _nowhere(self, href: str) -> str | None:
        """Nothing, for a link that leads nowhere in this document: its words stand there alone, and it is counted."""
        self.dead.append(href)
        return None

    def _on_page(self, href: str, post: Post) -> str | None:
        """A link to a place on the post's own page that is not in this document, as after the end of an excerpt."""
        from lfnkr_nb.dead_links import anchors_of  # noqa: PLC0415 - few posts have such a link
        from lfnkr_nb.references import elements  # noqa: PLC0415

        if href == "#" or {href[1:], unquote(href[1:])} & anchors_of(elements(post.content)):
            return None
        return self._nowhere(href)

    def _leads(self, post: Post) -> str | None:
        """Where a link to a post leads; to one that stays inside, a mark that `withhold` takes out again."""
        if (link := self._link(post)) is not None or self.may_show(post):
            return link
        self.marked.setdefault(f"{_HIDDEN}{len(self.marked)}", post)
        return next(mark for mark, other in self.marked.items() if other is post)

    def hidden(self, href: str) -> Post | None:
        """The post that stays inside and that an address or mark leads to; None where it may be named."""
        if href.startswith(_HIDDEN):
            return self.marked.get(href)
        target = self.find(href)
        if target.kind != "post" or not target.posts:
            return None
        post = target.posts[0]
        return None if post.path in self.anchors or self.may_show(post) else post

    def _continued(self, candidates: Sequence[Post], post: Post) -> Post | None:
        """The one post a list of the site stands for: the one this post `follows`, or the only one."""
        follows = [other for other in candidates if other.slug == post.get("follows")]
        public = [other for other in candidates if self.may_show(other)]
        if follows:
            return follows[0]
        return public[0] if len(public) == 1 else None

    def _link(self, post: Post) -> str | None:
        if post.path in self.anchors:
            return f"#{self.anchors[post.path]}"
        return (self._permalink(post) or None) if self.may_show(post) else None

    def _back_story(self, post: Post) -> Box | None:
        """The earlier post whose story this one continues, in a box, if it may be named."""
        earlier = self._followed(post)
        if earlier is None:
            return None
        link = self._link(earlier) or ""
        words = text_runs(earlier.title, self.lang, href=link)
        when = text_runs(f" ({self.when(earlier)})", self.lang)
        return Box(
            "back-story",
            text_runs(wording(self.lang)["back_story"], self.lang),
            (Paragraph((*words, *when)),),
        )

    def _followed(self, post: Post) -> Post | None:
        slug = post.get("follows")
        target = self.find(f"{slug}.md") if slug else None
        found = target.posts[0] if target and target.posts else None
        return found if found is not None and (found.path in self.anchors or self.may_show(found)) else None

    # --- letters --------------------------------------------------------------------------------------

    def _letter_head(self, post: Post) -> tuple[Block, ...]:
        """The subject line and salutation of a letter that stands among other posts."""
        lines = []
        if subject := post.get("subject"):
            lines.append(
                Paragraph(text_runs(f"{wording(post.lang)['re']} {subject}", post.lang), role="lead")
            )
        if salutation := post.get("salutation"):
            lines.append(Paragraph(text_runs(salutation, post.lang)))
        return tuple(line for line in lines if not says(post.content, plain(line.runs)))

    def _letter_foot(self, post: Post, *, whole: bool) -> tuple[Block, ...]:
        names = [name for name in post.get("signatories", ()) if whole and not says(post.content, name)]
        return tuple(Paragraph(text_runs(name, post.lang), role="byline") for name in names)

    # --- the editor's own words -----------------------------------------------------------------------

    def words(self, role: str, text: str, *, title: str = "", origin: str = "", level: int = 1) -> Section:
        """A section of the editor's own Markdown; `title` empty takes the wording of its role."""
        anchor = f"{role}-{len(title)}" if role == "group" else role
        source = Source(lang=self.lang, origin=origin, anchor=anchor, resolve=self._own_link)
        reading = read_markdown(text, source)
        self.notices += reading.notices
        heading = title or wording(self.lang).get(role, "")
        runs = text_runs(heading, self.lang) if heading else ()
        return Section(
            role, runs, anchor, self.lang, reading.blocks, notes=reading.notes, origin=origin, level=level
        )

    def _own_link(self, href: str) -> str | None:
        target = self.find(href)
        if target.kind == "post":
            return self._leads(target.posts[0]) if target.posts else self._nowhere(href)
        return href

    def key_figures(
        self, figures: Iterable[Mapping[str, Any]], look_up: Callable[[str], Post]
    ) -> Section | None:
        """The key-figures box, each figure with its qualifier and its source; None without figures."""
        items = tuple(
            self._key_figure(figure, look_up) for figure in figures if figure.get("value") is not None
        )
        if not items:
            return None
        title = text_runs(wording(self.lang)["key_figures"], self.lang)
        return Section("key-figures", title, "key-figures", self.lang, (KeyFigures(items),))

    def _key_figure(self, figure: Mapping[str, Any], look_up: Callable[[str], Post]) -> KeyFigure:
        value = figure.get("value", "")
        words = wording(self.lang)
        label = " ".join(str(figure[key]) for key in ("unit", "act") if figure.get(key))
        source, href = str(figure.get("source", "")), ""
        if figure.get("post"):
            post = look_up(str(figure["post"]))
            if post.path in self.anchors or self.may_show(post):
                source, href = source or f"{post.title}, {self.when(post)}", self._link(post) or ""
            elif names(source, post):
                source = words["withheld_post"]
        qualifier = words.get(f"qualifier.{figure.get('qualifier', '')}", str(figure.get("qualifier", "")))
        shown = number_text(value, self.lang) if isinstance(value, int | float) else str(value)
        return KeyFigure(one_line(shown), one_line(qualifier), one_line(label), one_line(source), href)

    def recommendations(self, records: Iterable[Mapping[str, Any]]) -> Section | None:
        """What is asked, of whom; None without recommendations."""
        blocks: list[Block] = []
        for record in records:
            blocks.append(Heading(2, text_runs(str(record.get("to", "")), self.lang)))
            points = record.get("points") or []
            items = [
                read_inline(str(p), self.lang) for p in ([points] if isinstance(points, str) else points)
            ]
            blocks.append(Listing(tuple((Paragraph(item),) for item in items), ordered=True))
        if not blocks:
            return None
        title = text_runs(wording(self.lang)["recommendations"], self.lang)
        return Section("recommendations", title, "recommendations", self.lang, tuple(blocks))

    def sources(self, posts: Iterable[Post], records: Iterable[Mapping[str, Any]]) -> Section | None:
        """The source list: the posts with their address and date, then what they and the recipe rely on."""
        posts = list(posts)
        items = [self._post_source(post) for post in posts]
        own = [record for post in posts for record in post.get("sources", ())]
        items += [self._source_record(record) for record in _unique([*own, *records])]
        if not items:
            return None
        title = text_runs(wording(self.lang)["sources"], self.lang)
        blocks = (Listing(tuple((Paragraph(item),) for item in items), ordered=True),)
        return Section("sources", title, "sources", self.lang, blocks)

    def _post_source(self, post: Post) -> Runs:
        link = self._permalink(post)
        runs = text_runs(f"{post.title}, {self.when(post)}.", self.lang)
        return (*runs, Run(" "), Run(link, href=link)) if link else runs

    def _source_record(self, record: Mapping[str, Any]) -> Runs:
        words = wording(self.lang)
        date = date_text(str(record["date"]), "", self.lang) if record.get("date") else ""
        post = self.hidden(str(record.get("url", "")))
        titled = {**record, "title": words["withheld_post"]} if post else record
        parts = [str(titled[key]) for key in ("publisher", "title") if titled.get(key)]
        runs = text_runs(", ".join([*parts, *filter(None, [date])]) + ".", self.lang)
        if (link := str(record.get("url", ""))).startswith(("http://", "https://")) and not post:
            runs = (*runs, Run(" "), Run(link, href=link))
        if record.get("accessed"):
            accessed = words["accessed"].format(date=date_text(str(record["accessed"]), "", self.lang))
            runs = (*runs, *text_runs(f" ({accessed})", self.lang))
        return runs


def _unique(records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({repr(sorted(record.items(), key=str)): record for record in records}.values())
