"""How archives, posts and briefings show themselves in a notebook: escaped text, no script, no remote resource."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from lfnkr_nb.escaping import visible

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.post import Post

__all__ = ["archive_html", "briefing_html", "post_html"]

_ROWS = 20


def archive_html(archive: Archive) -> str:
    """The first posts of an archive as a table, and how many there are."""
    rows = [_cells(post, archive.keys[post.path]) for post in list(archive)[:_ROWS]]
    more = f"<p>… and {len(archive) - _ROWS:,} more</p>" if len(archive) > _ROWS else ""
    heading = escape(repr(archive).strip("<>"))
    return (
        f"<p><strong>{heading}</strong></p>{_table(('post', 'date', 'title', 'kind', 'status'), rows)}{more}"
    )


def _cells(post: Post, key: str) -> tuple[str, ...]:
    return (key, post.date.iso if post.date else "n.d.", post.title, post.kind, post.status)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col" style="text-align:left">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>"
        + "".join(f'<td style="text-align:left" dir="auto">{escape(visible(cell))}</td>' for cell in row)
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def post_html(post: Post) -> str:
    """The front matter of a post as a table, then its content as text."""
    rows = [(key, _value(value)) for key, value in post.values.items() if key != "wp"]
    content = "<br>".join(escape(visible(line)) for line in post.content.splitlines())
    lang = escape(post.lang, quote=True)
    title = f"<p><strong>{escape(visible(post.title))}</strong></p>"
    return f"{title}{_table(('field', 'value'), rows)}<div lang='{lang}'>{content}</div>"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(" > ".join(item) if isinstance(item, tuple) else str(item) for item in value)
    return str(getattr(value, "written", value))


def briefing_html(briefing: Briefing) -> str:
    """A briefing's title, its posts, what stays inside, and what to look at before it goes out."""
    rows = [
        (str(n), c.post.date.iso if c.post.date else "n.d.", c.post.title, c.show)
        for n, c in enumerate(briefing.choices, 1)
    ]
    inside = [f"{post.title}: {reason}" for post, reason in briefing.left_out]
    said = [str(problem) for problem in briefing.check() if problem.severity != "note"]
    lists = "".join(
        _list(title, items) for title, items in (("Stays inside", inside), ("Please check", said))
    )
    heading = f"<p><strong>{escape(visible(briefing.title))}</strong> ({escape(briefing.template)})</p>"
    return heading + _table(("", "date", "title", "shown"), rows) + lists


def _list(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    return f"<p>{escape(title)}</p><ul>{''.join(f'<li>{escape(visible(item))}</li>' for item in items)}</ul>"
