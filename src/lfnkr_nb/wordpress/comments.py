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
    threads = _Threads(replies, around)
    shown = [threads.entry(comment, 1) for comment in replies.get("", [])]
    # A circle of parents has no top: its comments are shown without one.
    stray = [comment for comment in comments if id(comment) not in threads.shown]
    return shown + [threads.alone(comment) for comment in stray]


class _Threads:
    """Writes comments with their replies, each once."""

    def __init__(self, replies: dict[str, list[Comment]], around: Surroundings) -> None:
        self.replies = replies
        self.around = around
        self.shown: set[int] = set()

    def entry(self, comment: Comment, level: int) -> dict[str, Any]:
        """A comment and what answers it; beyond the deepest level replies stand in a row."""
        entry = self.alone(comment)
        answers = [reply for reply in self.replies.get(comment.id, []) if id(reply) not in self.shown]
        if not comment.id or not answers:
            return entry
        if level < MAX_LEVELS:
            entry["replies"] = [self.entry(reply, level + 1) for reply in answers]
        else:
            entry["replies"] = [self.alone(reply) for reply in _all_below(comment, self.replies)]
        return entry

    def alone(self, comment: Comment) -> dict[str, Any]:
        """A comment without its replies."""
        self.shown.add(id(comment))
        local, gmt = parse_wp_date(comment.date), parse_wp_date(comment.date_gmt)
        entry = {
            "id": comment.id,
            "author": comment.author if "@" not in comment.author else "",
            "url": comment.url if "@" not in comment.url else "",
            "date": zoned(local, gmt)[0] or comment.date,
            "state": "" if comment.approved == "1" else _STATES.get(comment.approved, comment.approved),
            "type": "" if comment.type in ("", "comment") else comment.type,
            "text": convert_content(comment.content, self.around).markdown.strip("\n"),
        }
        return {key: value for key, value in entry.items() if value}


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
