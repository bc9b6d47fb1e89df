"""What each element becomes: the table of handlers that `Walker` follows."""

from __future__ import annotations

from dataclasses import replace

from lfnkr_nb.document.characters import primary
from lfnkr_nb.document.elements import Node, tag_names, text_of
from lfnkr_nb.document.embeds import embed
from lfnkr_nb.document.figures import figure, image
from lfnkr_nb.document.flow import Handler, Walker, ruby, shortened, strong
from lfnkr_nb.document.inline import BREAK, MARKS, Style
from lfnkr_nb.document.listings import definitions, item, listing, quote
from lfnkr_nb.document.tables import table
from lfnkr_nb.document.tree import BreakBefore, Code, Heading, Paragraph, Rule, Run

__all__ = ["DROPPED", "HANDLERS"]

#: Elements that are left out with their text; a notice says so.
DROPPED = frozenset({"form", "button", "select", "textarea", "option", "optgroup"})
_QUOTES = {"ja": "「」", "zh": "「」", "ko": "“”"}


def block(walker: Walker, node: Node, style: Style) -> None:
    """An element that begins and ends a paragraph."""
    walker.here.flush()
    walker.walk(node.children, style)
    walker.here.flush()


def heading(walker: Walker, node: Node, style: Style) -> None:
    """A heading with its level in the source; inside lists, quotes and tables a strong paragraph."""
    runs, rest = walker.inline(node.children, style)
    walker.here.flush()
    if runs and walker.is_top:
        walker.emit(Heading(int(node.tag[1]), runs, walker.places.of_heading.get(id(node), "")))
    elif runs:
        walker.emit(Paragraph(strong(runs)))
    walker.emit(*rest)


def summary(walker: Walker, node: Node, style: Style) -> None:
    """The visible line of a fold-out: a strong paragraph over its content."""
    block(walker, node, style.marked("strong"))


def marked(walker: Walker, node: Node, style: Style) -> None:
    """Inline text with a mark; WordPress's and Markdown's footnote calls are `<sup>` too."""
    label = node.get("data-note")
    if label and label in walker.definitions:
        walker.here.buffer.add(Run("", note=walker.notes.call(label)))
    else:
        walker.walk(node.children, style.marked(MARKS[node.tag]))


def span(walker: Walker, node: Node, style: Style) -> None:
    """Plain inline text, or math in a notebook."""
    if node.get("data-math"):
        walker.here.buffer.add(Run(text_of(node).strip(), marks=style.marks | {"math"}))
    else:
        walker.walk(node.children, style)


def quoted(walker: Walker, node: Node, style: Style) -> None:
    """A short quotation gets the quotation marks a browser would show."""
    marks = _QUOTES.get(primary(style.lang), "“”")
    walker.walk([marks[0], *node.children, marks[1]], style)


def link(walker: Walker, node: Node, style: Style) -> None:
    """A link; one that leads nowhere is plain text."""
    href = node.get("href")
    if not href and not (node.get("name") or node.get("id")) and text_of(node).strip():
        walker.notices.add(
            f"a link without a target that may be followed is shown as plain text: {shortened(text_of(node))}"
        )
    target = walker.target(href) if href else ""
    walker.walk(node.children, replace(style, href=target) if target else style)


def line_break(walker: Walker, _node: Node, _style: Style) -> None:
    """A hard line break."""
    walker.here.buffer.add(BREAK)


def rule(walker: Walker, node: Node, _style: Style) -> None:
    """A thematic break, or the start of a new page."""
    walker.emit(BreakBefore() if node.has_class("nextpage") else Rule())


def preformatted(walker: Walker, node: Node, style: Style) -> None:
    """Code as it stands; a poem (`wp-block-verse`) is text whose line ends count."""
    text = text_of(node)
    if node.has_class("wp-block-verse"):
        walker.here.flush()
        for at, line in enumerate(text.strip("\n").split("\n")):
            if at:
                line_break(walker, node, style)
            walker.here.buffer.text(line, style)
        walker.here.flush()
    elif text.strip():
        walker.emit(Code(text.removesuffix("\n"), _language(node)))


def _language(node: Node) -> str:
    """The language of code as its class names it: `python` for `language-python`."""
    inner = [child for child in node.children if isinstance(child, Node)]
    for candidate in (node, *inner[:1]):
        for name in candidate.get("class").split():
            if name.startswith("language-"):
                return name.removeprefix("language-")
    return ""


def dropped(walker: Walker, node: Node, _style: Style) -> None:
    """A form has no use on paper; its words are named in a notice."""
    if words := shortened(text_of(node)):
        walker.notices.add(
            f"a form was left out with its text: {words}",
            "If the words matter, write them as a paragraph.",
        )


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(
        tag_names(
            "address article aside center dd details dir div dt fieldset figcaption footer header hgroup "
            "legend li main menu nav p search section caption tbody thead tfoot tr td th col colgroup"
        ),
        block,
    ),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], heading),
    **dict.fromkeys(MARKS, marked),
    **dict.fromkeys(["x-audio", "x-embed", "x-iframe", "x-object", "x-video"], embed),
    **dict.fromkeys(DROPPED, dropped),
    "a": link,
    "blockquote": quote,
    "br": line_break,
    "dl": definitions,
    "figure": figure,
    "hr": rule,
    "img": image,
    "li": item,
    "ol": listing,
    "pre": preformatted,
    "q": quoted,
    "ruby": ruby,
    "span": span,
    "summary": summary,
    "table": table,
    "ul": listing,
    "x-xmp": preformatted,
}
