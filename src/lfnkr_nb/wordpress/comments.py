"""Comments as threads, with what readers may know of their authors: the name and the address they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.wordpress.content import Surroundings, convert_content
from lfnkr_nb.wordpress.wp_dates import parse_wp_date, zoned

if TYPE_CHECKING:
    from lfnkr_nb.wordpress.items import Comment

__all__ = ["comment_threads"]

#: Deeper replies stand beside their parent; WordPress itself shows at most ten levels.
MAX_LEVELS: Final = 6
_STATES: Final = {"1": "approved", "0": "waiting", "spam": "spam", "trash": "trash", "post-trashed": "trash"}


def comment_threads(comments: list[Comment], around: Surroundings) -> list[dict[str, Any]]:
    """Comments in order of time, replies below what they answer. Never an e-mail or IP address."""
    known = {comment.id for comment in comments if comment.id}
    replies: dict[str, list[Comment]] = {}
    for comment in sorted(
        comments, key=lambda comment: (comment.date_gmt or comment.date, comment.id.zfill(12))
    ):
        parent = comment.parent if comment.parent in known and comment.parent != comment.id else ""
        replies.setdefault(parent, []).append(comment)
    shown: set[int] = set()
    threads = [_thread(comment, replies, around, shown, 1) for comment in replies.get("", [])]
    # A circle of parents has no top: its comments are shown without one.
    stray = [comment for comment in comments if id(comment) not in shown]
    return threads + [_thread(comment, {}, around, shown, 1) for comment in stray]


def _thread(
    comment: Comment, replies: dict[str, list[Comment]], around: Surroundings, shown: set[int], level: int
) -> dict[str, Any]:
    shown.add(id(comment))
    local, gmt = parse_wp_date(comment.date), parse_wp_date(comment.date_gmt)
    author = comment.author if "@" not in comment.author else ""
    entry: dict[str, Any] = {
        "id": comment.id,
        "author": author,
        "url": comment.url if "@" not in comment.url else "",
        "date": zoned(local, gmt)[0] or comment.date,
        "state": "" if comment.approved == "1" else _STATES.get(comment.approved, comment.approved),
        "type": "" if comment.type in ("", "comment") else comment.type,
        "text": convert_content(comment.content, around).markdown.strip("\n"),
    }
    entry = {key: value for key, value in entry.items() if value}
    answers = [reply for reply in replies.get(comment.id, []) if id(reply) not in shown] if comment.id else []
    if answers and level < MAX_LEVELS:
        entry["replies"] = [_thread(reply, replies, around, shown, level + 1) for reply in answers]
    elif answers:
        flat = [_thread(reply, {}, around, shown, level + 1) for reply in _all_below(comment, replies)]
        entry["replies"] = flat
    return entry


def _all_below(comment: Comment, replies: dict[str, list[Comment]]) -> list[Comment]:
    """Every reply below a comment, top down, each once."""
    found: list[Comment] = []
    waiting = list(replies.get(comment.id, []))
    while waiting:
        reply = waiting.pop(0)
        if reply not in found:
            found.append(reply)
            waiting.extend(replies.get(reply.id, []))
    return found
