"""How much of a WordPress export survives the import: counts of the source against the rendered Markdown.

    python benchmarks/import_fidelity.py ../shared/data/wxr/*.xml
    python benchmarks/import_fidelity.py --others --wordpress-export-to-markdown FOLDER

The reference (fidelity_reference.py) shares no code with the importer: it reads the export with the standard
library's expat, applies a paragraph rule of its own to the text, and counts in a small tree made by
`html.parser`. The other side is what a reader gets: the imported Markdown rendered by markdown-it-py and
counted by the same tree. For each post and each kind of thing, what the source has and the Markdown lacks is a
loss; every loss is listed. With `--others`, other importers are scored on the same files in the same way.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fidelity_others import Importer, Output, best_match, other_importers
from fidelity_reference import SILENT, WORD, Element, count, gather_text, reference_html, tree, words
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from lfnkr_nb.errors import LfnkrError
from lfnkr_nb.wordpress.importer import import_wordpress

__all__ = ["Score", "gather_text", "reference_html", "renderer", "score_file", "score_post", "tree"]

#: At least this share of each kind must survive.
THRESHOLDS = {
    "text": 1.0, "tables": 0.995, "headings": 0.995, "images": 0.995, "alts": 0.995, "items": 0.995,
    "cells": 0.995, "links": 0.995, "captions": 0.995, "embeds": 0.995, "paragraphs": 0.99, "strong": 0.99,
    "em": 0.99, "del": 0.99, "breaks": 0.97, "quotes": 0.995, "code lines": 0.995,
}  # fmt: skip
FAULTS = ("text lost > 1 %", "mangled shortcodes", "stray **", "broken YAML", "<!-- wp: left")


def read_export(path: Path) -> tuple[list[dict], dict[str, str], dict[str, tuple[str, ...]]]:
    """Posts and pages, reusable blocks and attachments of an export, read by expat."""
    data = path.read_bytes()
    data = re.sub(rb"[\x0b\x0c]", b" ", data)
    data = re.sub(rb"[\x00-\x08\x0e-\x1f]|\xef\xbf[\xbe\xbf]", b"", data)
    root = ET.fromstring(data)
    items, blocks, pictures = [], {}, {}
    for item in root.iter("item"):
        values = {
            child.tag.split("}")[-1]: child.text or ""
            for child in item
            if child.tag.split("}")[-1] not in ("postmeta", "encoded")
        }
        for child in item:
            if child.tag.endswith("/modules/content/}encoded"):
                values["content"] = child.text or ""
            elif child.tag.endswith("excerpt/}encoded"):
                values["excerpt"] = child.text or ""
        meta = {
            (node[0].text or "").strip(): node[1].text or ""
            for node in item
            if node.tag.endswith("}postmeta")
        }
        values["footnotes"] = meta.get("footnotes", "")
        values["encoded"] = "1" if meta.get("_syntaxhighlighter_encoded", "").strip() == "1" else ""
        kind = values.get("post_type", "post").strip()
        if kind == "attachment":
            pictures[values["post_id"]] = (
                values.get("attachment_url", ""),
                meta.get("_wp_attachment_image_alt", ""),
                values.get("excerpt", ""),
                values.get("post_parent", ""),
            )
        elif kind == "wp_block":
            blocks[values["post_id"]] = values.get("content", "")
        elif kind in ("post", "page"):
            items.append(values)
    return items, blocks, pictures


def renderer() -> MarkdownIt:
    """Markdown as DESIGN names it: CommonMark with tables, footnotes and strikethrough."""
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    return markdown.use(footnote_plugin)


@dataclass
class Score:
    """Totals over posts: what the source has, what was kept, and each loss."""

    source: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    losses: list[str] = field(default_factory=list)
    posts: int = 0

    def share(self, kind: str) -> float:
        """How much of a kind was kept; all of it where there is none."""
        return self.kept[kind] / self.source[kind] if self.source[kind] else 1.0

    def add(self, name: str, before: Counter[str], after: Counter[str]) -> None:
        """Count one post: what its source has and what its Markdown shows."""
        for kind in before:
            self.source[kind] += before[kind]
            self.kept[kind] += min(before[kind], after[kind])
            if after[kind] < before[kind]:
                self.losses.append(f"{name}: {kind} {after[kind]} of {before[kind]}")


def score_file(path: Path, score: Score) -> None:
    """Import one export into a temporary folder and add its posts to the score."""
    items, blocks, pictures = read_export(path)
    markdown = renderer()
    with tempfile.TemporaryDirectory() as folder:
        posts = Path(folder) / "posts"
        import_wordpress(path, posts)
        files: dict[tuple[int | None, str], list[Output]] = {}
        for file in posts.rglob("*.md"):
            text = file.read_text(encoding="utf-8")
            header, content = split_post(text)
            key = header.get("wp", {}).get("id"), header.get("permalink", "")
            files.setdefault(key, []).append(Output(header.get("title", ""), header["slug"], content))
    for item in items:
        number = int(item["post_id"]) if item.get("post_id", "").strip().isdecimal() else None
        source = reference_html(item, blocks, pictures)
        # Merged exports use an id and address twice; then the title tells the posts apart.
        content = best_match(
            files.get((number, item.get("link", "").strip()), []), title=item.get("title", ""),
            slug=item.get("post_name", ""), words=_word_set, content=source,
        )  # fmt: skip
        name = f"{path.name} {item.get('post_id')} {item.get('title', '')[:40]}"
        if content is None:
            score.losses.append(f"{name}: no file")
            score.faults["broken YAML"] += 1
            continue
        score_post(name, source, content, score=score, markdown=markdown)


def score_other(importer: Importer, path: Path, score: Score) -> None:
    """Let another importer read one export and add its posts to the score; a post without a file is lost."""
    items, blocks, pictures = read_export(path)
    markdown = renderer()
    with tempfile.TemporaryDirectory() as folder:
        outputs = importer(path, Path(folder))
        for item in items:
            source = reference_html(item, blocks, pictures)
            content = best_match(
                outputs, title=item.get("title", ""), slug=item.get("post_name", ""), words=_word_set,
                content=source,
            )  # fmt: skip
            score.faults["posts without a file"] += content is None
            name = f"{path.name} {item.get('post_id')}"
            score_post(name, source, content or "", score=score, markdown=markdown)


def _word_set(text: str) -> set[str]:
    return set(WORD.findall(re.sub(r"<[^<>]*>", " ", text)))


def score_post(name: str, source_html: str, content: str, *, score: Score, markdown: MarkdownIt) -> None:
    """Compare one post's source with its Markdown."""
    score.posts += 1
    before, after = tree(source_html), tree(markdown.render(content))
    before_words, after_words = words(before), words(after)
    for frame in before.walk():
        if frame.tag == "iframe" and frame.attributes.get("src"):
            before_words.update(WORD.findall(frame.attributes["src"]))
    lost = before_words - after_words
    total, missing = sum(before_words.values()), sum(lost.values())
    score.source["text"] += total
    score.kept["text"] += total - missing
    if missing:
        score.losses.append(f"{name}: text {missing} of {total} words: {' '.join(list(lost)[:8])}")
    score.faults["text lost > 1 %"] += missing > total * 0.01
    score.add(name, count(before), count(after))
    _faults(name, before, after, content=content, score=score)


def _faults(name: str, before: Element, after: Element, *, content: str, score: Score) -> None:
    for kind, pattern in (("stray **", r"\*\*"), ("mangled shortcodes", r"\[/?\w+[^\[\]]*\]")):
        had = Counter(re.sub(r"\s+", "", text) for text in re.findall(pattern, _outside_code(before)))
        has = Counter(re.sub(r"\s+", "", text) for text in re.findall(pattern, _outside_code(after)))
        found = (has - had) if kind == "stray **" else (had - has)
        if found:
            score.faults[kind] += 1
            score.losses.append(f"{name}: {kind}: {list(found)[:3]}")
    score.faults["<!-- wp: left"] += "<!-- wp:" in re.sub(r"(?ms)^( *`{3,}).*?^\1|`[^`]*`", "", content)


def _outside_code(root: Element) -> str:
    if root.tag == "#":
        return root.text
    if (
        root.tag in ("pre", "code", *SILENT)
        or root.attributes.get("class") in ("footnote-ref", "footnote-backref")
        or root.attributes.get("data-fn")
    ):
        return ""
    return "".join(_outside_code(child) for child in root.children)


def split_post(text: str) -> tuple[dict, str]:
    """Header and content of a post, by PyYAML."""
    import yaml

    _, header, content = re.split(r"(?m)^---\n", text, maxsplit=2)
    return yaml.load(header, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), content


def print_score(score: Score) -> bool:
    """The table of this importer; whether a threshold is missed."""
    failed = False
    print(f"{score.posts} posts\n{'':<14}{'source':>9}{'kept':>9}{'share':>9}{'wanted':>9}")
    for kind, wanted in THRESHOLDS.items():
        share = score.share(kind)
        failed |= share < wanted
        figures = f"{score.source[kind]:>9}{score.kept[kind]:>9}{share:>9.2%}{wanted:>9.1%}"
        print(f"{kind:<14}{figures}{'' if share >= wanted else '  missed'}")
    for fault in FAULTS:
        failed |= bool(score.faults[fault])
        print(f"{fault:<22}{score.faults[fault]:>10}")
    return failed


def print_comparison(scores: dict[str, Score]) -> None:
    """All importers side by side."""
    print(f"\n{'':<22}" + "".join(f"{name:>17}" for name in scores))
    for kind in THRESHOLDS:
        print(f"{kind:<22}" + "".join(f"{score.share(kind):>17.1%}" for score in scores.values()))
    for fault in ("posts without a file", *FAULTS[:3], FAULTS[-1]):
        print(f"{fault:<22}" + "".join(f"{score.faults[fault]:>17}" for score in scores.values()))


def main() -> int:
    """Print the tables; 1 when this importer misses a threshold."""
    given = _arguments()
    exports = given.exports or sorted(Path(__file__).parents[1].joinpath("../shared/data/wxr").glob("*.xml"))
    others = other_importers(given.wordpress_export_to_markdown) if given.others else {}
    scores = {"lfnkr-nb": Score(), **{name: Score() for name in others}}
    for path in exports:
        try:
            score_file(path, scores["lfnkr-nb"])
            for name, importer in others.items():
                score_other(importer, path, scores[name])
        except (ET.ParseError, LfnkrError) as error:
            print(f"not scored: {path.name}: {error}")
    failed = print_score(scores["lfnkr-nb"])
    for loss in scores["lfnkr-nb"].losses[: given.losses]:
        print(loss)
    if given.others:
        print_comparison(scores)
    return int(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("exports", nargs="*", type=Path)
    parser.add_argument("--losses", type=int, default=100, help="how many losses to list")
    parser.add_argument("--others", action="store_true", help="score other importers, too, where installed")
    parser.add_argument("--wordpress-export-to-markdown", type=Path, metavar="FOLDER", help="where it lies")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
