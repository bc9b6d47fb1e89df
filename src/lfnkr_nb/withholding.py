"""Posts that stay inside are not named by those that go out.

One rule: where something leads to such a post (a link, a picture, an address), nothing that is shown with it says
the post's title or slug: not the words of the link, the alt text or the caption.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import unquote

from lfnkr_nb.document.links import trimmed
from lfnkr_nb.document.tree import Figure, Run
from lfnkr_nb.protection.joining import Line, line_text, map_lines
from lfnkr_nb.wording import wording

if TYPE_CHECKING:
    from lfnkr_nb.post import Post

__all__ = ["address_pattern", "names", "withhold", "without_addresses"]

#: The post that stays inside and that an address leads to, or None.
Hidden = Callable[[str], "Post | None"]

#: A document or any part of its tree.
Part = TypeVar("Part")

#: A title in Japanese or Korean has no blanks between its words; from so many characters on it is no single word.
_TELLING: Final = 6

#: Letters of a word that says something, and how many such words a text has to share with a title.
_LONGER: Final = 4
_LEAST_SHARED: Final = 2

#: What can be an address without a host: a path from the root of the site, or the file of a post.
_PATHS: Final = r"(?<![\w/.])/(?:[\w%.~-]+/)*[\w%.~-]+/?|(?<![\w/])/?\?(?:p|page_id)=\d+|[\w%./~-]+\.md\b"


def withhold(part: Part, hidden: Hidden, hosts: Iterable[str], lang: str) -> Part:
    """A document, or a part of one, without addresses of posts that stay inside and without words that name them.

    Args:
        part: The document or part.
        hidden: The post that stays inside and that an address leads to; None for every other address.
        hosts: Hosts of the site; only addresses there can lead to a post.
        lang: Language of what stands in the place of such words.
    """
    addresses = address_pattern(hosts)
    words = wording(lang)
    taken: set[str] = set()
    captions = _telling_captions(part, hidden, taken)

    def change(line: Line) -> Line:
        if isinstance(line, str):
            return without_addresses(line, addresses, hidden, words["withheld"])
        if line in captions:
            return (Run(words["withheld_post"]),)
        if not any(run.href or "/" in run.text or ".md" in run.text for run in line):
            return line
        made = tuple(_without_links(line, hidden, words, taken))
        made = tuple(_without_address(run, addresses, hidden, words["withheld"]) for run in made)
        return line if made == line else made

    changed: Part = map_lines(part, change)
    return _without_copies(changed, taken, words["withheld_post"])


def _telling_captions(part: object, hidden: Hidden, taken: set[str]) -> set[tuple[Run, ...]]:
    """Captions that name the post they or their picture lead to; alt texts that do so are added to `taken`."""
    captions: set[tuple[Run, ...]] = set()

    def look(inner: object) -> bool:
        if isinstance(inner, Figure):
            for post in filter(None, map(hidden, {run.href for run in inner.caption if run.href})):
                if names(inner.alt, post):
                    taken.add(inner.alt)
                if names(line_text(inner.caption), post):
                    captions.add(inner.caption)
        return False

    map_lines(part, lambda line: line, skip=look)
    return captions


def _without_copies(part: Part, taken: set[str], withheld: str) -> Part:
    """Without the words of such links where they stand again as plain text: a caption can be an alt text, too."""
    longest = sorted(taken, key=len, reverse=True)

    def change(line: Line) -> Line:
        if isinstance(line, str):
            for words in longest:
                line = line.replace(words, withheld)
        return line

    changed: Part = map_lines(part, change) if taken else part
    return changed


def _without_links(
    line: tuple[Run, ...], hidden: Hidden, words: dict[str, str], taken: set[str]
) -> Iterator[Run]:
    """The runs of a line; of a link to a post that stays inside only the words, unless they name it (`taken`)."""
    for href, group in groupby(line, key=lambda run: run.href):
        runs = list(group)
        post = hidden(href) if href else None
        if post is None:
            yield from runs
            continue
        text = "".join(run.text for run in runs)
        if "://" in text or text.strip() == href:
            yield replace(runs[0], text=words["withheld"], href="")
        elif names(text, post):
            taken.add(text)
            yield replace(runs[0], text=words["withheld_post"], href="")
        else:
            yield from (replace(run, href="") for run in runs)


def names(text: str, post: Post) -> bool:
    """Whether a text is a post's title or slug, holds it, or is much of it, in whatever case and spacing.

    A title or slug of one word stands in many sentences, so it has to be all of the text.
    """
    said = _folded(text)
    found = [(name, _folded(name)) for name in (post.title, post.slug)]
    return any(
        bare and said and (bare == said or (_is_telling(name) and (bare in said or _is_much(text, name))))
        for name, bare in found
    )


def _is_much(text: str, name: str) -> bool:
    """Whether a text is a stretch of a title, or says half of its longer words."""
    said, bare = _folded(text), _folded(name)
    if _is_telling(text) and said in bare:
        return True
    words = _longer_words(name)
    shared = words & _longer_words(text)
    return len(shared) >= max(_LEAST_SHARED, len(words) / 2)


def _longer_words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", unquote(text)).casefold()
    return {word for word in re.findall(r"[^\W_]+", plain) if len(word) >= _LONGER}


def _is_telling(name: str) -> bool:
    return len(re.findall(r"\w+", name)) > 1 or (not name.isascii() and len(name) >= _TELLING)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", unquote(text)).casefold()
    return "".join(c for c in plain if c.isalnum())


def _without_address(run: Run, addresses: re.Pattern[str], hidden: Hidden, withheld: str) -> Run:
    text = without_addresses(run.text, addresses, hidden, withheld)
    return run if text == run.text else replace(run, text=text)


def address_pattern(hosts: Iterable[str]) -> re.Pattern[str]:
    """What can be an address of a post in a text: on a host of the site, a path of it, or a file of a post."""
    named = "|".join(sorted(map(re.escape, hosts), key=len, reverse=True))
    site = rf"(?:https?:)?(?://)?(?:www\.)?(?:{named})(?::\d+)?[/?][^\s<>\"'）」』】]*|" if named else ""
    return re.compile(site + _PATHS, re.IGNORECASE)


def without_addresses(text: str, addresses: re.Pattern[str], hidden: Hidden, withheld: str) -> str:
    """A text with words in place of each address of a post that stays inside."""
    if "/" not in text and ".md" not in text and "?" not in text:
        return text
    return addresses.sub(lambda match: _shown(match[0], hidden, withheld), text)


def _shown(address: str, hidden: Hidden, withheld: str) -> str:
    """An address as it may stand in a text; its ends are tried, for Japanese and Korean go on without a blank."""
    for end in _ends(address):
        part = address[:end]
        if hidden(part if part.startswith(("http", "/", "?")) or part.endswith(".md") else f"https://{part}"):
            return withheld + address[end:]
    return address


def _ends(address: str) -> Iterator[int]:
    whole = len(trimmed(address))
    yield whole
    yield from (place + 1 for place in range(whole - 1, 0, -1) if address[place] == "/" and place + 1 < whole)
