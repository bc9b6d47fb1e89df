"""Files become rows: what the index keeps of each post, and what is wrong with a file that cannot be used.

This is what a process that reads for us does from its start to its end, so it needs no more than reading a post does.
"""

from __future__ import annotations

import gc
import marshal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final

from lfnkr_nb.addresses import ADDRESS_JOINT, addresses, host
from lfnkr_nb.errors import PostError
from lfnkr_nb.post import Post
from lfnkr_nb.saving import content_hash, read_bytes

__all__ = ["Answer", "Job", "post_row", "read_batch", "receive", "send", "serve"]

#: A file seen from the posts folder, and the hash of its bytes as they are known; empty when they are not.
Job = tuple[str, str]

#: The row of `post_table.COLUMNS`; or message, hint and line of what is wrong; or None, the bytes are the known ones.
Answer = list[Any] | None

#: Bytes that tell how long a message is.
_LENGTH: Final = 8


def read_batch(folder: str, jobs: Sequence[Job]) -> list[Answer]:
    """What each file of a batch says; this is what an executor is given to do."""
    root = Path(folder)
    return [_read(root, job) for job in jobs]


def _read(folder: Path, job: Job) -> Answer:
    name, known = job
    path = folder / name
    try:
        data = read_bytes(path)
        digest = content_hash(data)
        return None if digest == known else post_row(name, digest, Post.parse(path, data))
    except PostError as error:
        return [error.message, error.hint, error.line]


def post_row(name: str, digest: str, post: Post) -> list[Any]:
    """The values of a post in the order of `post_table.COLUMNS`; the hash stays inside, it is never published."""
    get = post.values.get
    date, modified, listed = get("date"), get("modified"), get("listed_after")
    wordpress_id = get("wp", {}).get("id")
    return [
        name,
        digest,
        get("title"),
        post.slug,
        post.status,
        int(post.password),
        int(bool(get("sticky", False))),
        get("kind"),
        post.lang,
        date and date.written,
        date and date.microseconds,
        date and date.precision,
        date and date.zone,
        _written(get("date_after")),
        _written(get("date_before")),
        _written(modified),
        modified and modified.microseconds,
        post.categories,
        post.tags,
        get("concepts", ()),
        get("byline"),
        get("follows"),
        get("permalink"),
        host(get("permalink", "")),
        ADDRESS_JOINT.join(addresses(get("permalink", ""), post.slug, name)),
        get("old_slugs", ()),
        str(wordpress_id) if wordpress_id else None,
        listed,
        post.header.line("listed_after") if listed is not None else None,
        len(post.content),
    ]


def _written(date: Any) -> str | None:
    return date.written if date is not None else None


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message for the same Python at the other end of a pipe."""
    data = marshal.dumps(message)
    stream.write(len(data).to_bytes(_LENGTH, "little") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message of a pipe.

    Raises:
        EOFError: There is none any more.
        ValueError: It breaks off.
    """
    length = stream.read(_LENGTH)
    if not length:
        raise EOFError
    return marshal.loads(stream.read(int.from_bytes(length, "little")))  # noqa: S302 - our own process wrote it


def serve() -> None:
    """Answer batches on standard input with what their files say."""
    gc.disable()  # rows hold no cycles, and looking for them takes a tenth of the time
    while True:
        try:
            folder, jobs = receive(sys.stdin.buffer)
        except EOFError:
            return
        send(sys.stdout.buffer, read_batch(folder, jobs))
