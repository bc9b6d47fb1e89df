"""What each command of `lfnkr` does: one library call, and a few lines that say what came of it."""

from __future__ import annotations

import sys
import unicodedata
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfnkr_nb.archive import Archive, find_root
from lfnkr_nb.briefing import Briefing, Exported
from lfnkr_nb.fields import Problem
from lfnkr_nb.progress import show_progress
from lfnkr_nb.recipe import Recipe
from lfnkr_nb.saving import remove_leftovers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["brief", "check", "demo", "import_", "init", "lab", "list", "new", "search"]

_CONDITIONS = ("category", "tag", "kind", "lang", "since", "until", "text")


def _say(text: str = "") -> None:
    """A line for people on standard error, so that data on standard output stays clean."""
    print(_shown(text), file=sys.stderr)


def _shown(text: str, *, kept: str = "\n\t") -> str:
    """Text with control and direction-changing characters as code points: a file must not steer a terminal."""
    steering = ("Cc", "Cf", "Zl", "Zp")
    return "".join(
        c if c in kept or unicodedata.category(c) not in steering else f"[U+{ord(c):04X}]" for c in text
    )


def _row(text: str) -> str:
    """One line of a list, cut to a terminal; a line break in a title must not forge another line."""
    return _cut(_shown(text, kept=""))


def _archive(options: Namespace) -> Archive:
    folder = options.posts or find_root() / "posts"
    with show_progress("Reading posts") as progress:
        archive = Archive.open(folder, progress=progress)
    _tidy(archive)
    return archive


def _tidy(archive: Archive) -> None:
    """Remove what a killed run left behind: each such file is an unredacted copy."""
    for folder in (archive.folder, archive.root / "briefings", archive.root / "exports"):
        remove_leftovers(folder)


def _conditions(options: Namespace) -> dict[str, Any]:
    given = {name: getattr(options, name, None) for name in (*_CONDITIONS, "status")}
    return {name: _single(value) for name, value in given.items() if value}


def _single(value: Any) -> Any:
    return (
        value[0] if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 1 else value
    )


def brief(options: Namespace) -> int:
    """`lfnkr brief`: a recipe or a selection becomes a PDF or HTML file."""
    archive = _archive_of_recipe(options) if options.recipe and not options.posts else _archive(options)
    briefing = _briefing(options, archive)
    target = options.output or _default_output(options, archive)
    with show_progress("Putting posts together") as progress:
        exported = briefing.export(target, progress=progress)
    _say_exported(exported)
    return 0


def _archive_of_recipe(options: Namespace) -> Archive:
    Recipe.read(options.recipe)  # a missing recipe is said before a missing archive
    archive = Archive.open(find_root(Path(options.recipe).absolute().parent))
    _tidy(archive)
    return archive


def _briefing(options: Namespace, archive: Archive) -> Briefing:
    """The recipe with what the command line changes, or a recipe made of the options alone."""
    changes = {
        "title": options.title,
        "template": options.template,
        "date": options.date,
        "edition": options.edition,
        "lang": options.language,
        "show": "whole" if options.whole else None,
        "include": options.include,
        "posts": options.post,
    }
    if options.recipe:
        recipe = Recipe.read(options.recipe)
    else:
        recipe = Recipe.make({"select": _conditions(options)} if not options.post else {"order": "given"})
    return Briefing.from_recipe(recipe.changed({k: v for k, v in changes.items() if v is not None}), archive)


def _default_output(options: Namespace, archive: Archive) -> Path:
    from lfnkr_nb.fields import clean_slug  # noqa: PLC0415

    name = options.recipe.stem if options.recipe else clean_slug(options.title or "briefing").lower()
    return archive.root / "exports" / f"{name}{'.html' if options.html else '.pdf'}"


def _say_exported(exported: Exported) -> None:
    for notice in exported.notices:
        place = f"{notice.origin}: " if notice.origin else ""
        _say(f"note: {place}{notice.message}{'. ' + notice.hint if notice.hint else ''}")
    pages = f", {exported.pages} pages" if exported.pages else ""
    posts = f"{exported.posts} post{'s' * (exported.posts != 1)}"
    _say(f"{exported.path}: {posts}{pages}, {exported.size / 1024:,.0f} kB")


def list(options: Namespace) -> int:  # noqa: A001 - the command's name
    """`lfnkr list`: the posts that fulfil the conditions, as a table, CSV or JSON lines."""
    found = _archive(options).select(**_conditions(options))
    if options.csv or options.json:
        _write_frame(found.posts, options)
        return 0
    for post in found:
        when = post.date.iso if post.date else "n.d."
        state = "" if post.is_public else f"  [{'password' if post.password else post.status}]"
        print(_row(f"{when:<10}  {found.keys[post.path]}{state}  {post.title}"))
    _say(repr(found).strip("<>"))
    return 0


def _cut(line: str, width: int = 80) -> str:
    """A line cut to the columns of a terminal; Japanese and Korean characters take two."""
    used = 0
    for place, character in enumerate(line):
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > width:
            return line[: max(place - 1, 0)] + "…"
    return line


def _write_frame(frame: pd.DataFrame, options: Namespace) -> None:
    if options.csv:
        print(frame.to_csv(lineterminator="\n"), end="")
    else:
        text = frame.reset_index().to_json(orient="records", lines=True, force_ascii=False, date_format="iso")
        print(text, end="")


def search(options: Namespace) -> int:
    """`lfnkr search`: posts whose title or text fulfil a query, best first."""
    hits = _archive(options).search(options.query, limit=options.limit)
    if options.csv or options.json:
        _write_frame(hits, options)
        return 0
    for key, hit in hits.iterrows():
        print(_row(f"{hit['rank']:>3}  {hit['title']}  ({key})"))
        print(_row(f"     {hit['snippet']}"))
    _say(f"{len(hits)} post{'s' * (len(hits) != 1)}")
    return 0


def check(options: Namespace) -> int:
    """`lfnkr check`: what is wrong, where, and what to do next; exit 2 when there are errors."""
    if options.recipe:
        archive = _archive(options) if options.posts else _archive_of_recipe(options)
        problems = Briefing.open(options.recipe, archive).check()
    else:
        archive = _archive(options)
        problems = archive.check()
    for problem in problems:
        print(_shown(f"{problem.severity}: {_located(problem, archive)}", kept=""))
    counts = [sum(p.severity == s for p in problems) for s in ("error", "warning", "note")]
    named = zip(counts, ("error", "warning", "note"), strict=True)
    _say(", ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in named))
    return 2 if counts[0] or (options.strict and counts[1]) else 0


def _located(problem: Problem, archive: Archive) -> str:
    path = problem.path
    if path is not None and path.is_relative_to(archive.root):
        path = path.relative_to(archive.root)
    return str(problem.at(path) if path else problem)


def import_(options: Namespace) -> int:
    """`lfnkr import`: a WordPress export becomes posts; the receipt says what became of each item."""
    from lfnkr_nb.wordpress.importer import import_wordpress  # noqa: PLC0415

    to = (options.to or find_root() / "posts").absolute()
    with show_progress("Importing") as progress:
        receipt = import_wordpress(
            options.export,
            to,
            media=options.media,
            comments=options.comments,
            dry_run=options.dry_run,
            progress=progress,
            fetch_media=options.fetch_media,
        )
    print(receipt.to_json() if options.json else receipt.to_text())
    return receipt.exit_code


def new(options: Namespace) -> int:
    """`lfnkr new`: a draft post, or a recipe in briefings/."""
    from lfnkr_nb.starting import new_briefing, new_post  # noqa: PLC0415

    folder = (options.posts or find_root() / "posts").absolute()
    if options.what == "post":
        path = new_post(folder, options.title, kind=options.kind, lang=options.lang)
    else:
        path = new_briefing(
            folder.parent / "briefings", options.title, template=options.template, lang=options.lang
        )
    _say(f"{path}: started")
    return 0


def init(options: Namespace) -> int:
    """`lfnkr init`: a folder with everything an archive needs, and the notebooks."""
    from lfnkr_nb.starting import init_archive  # noqa: PLC0415

    for path in init_archive(options.folder):
        _say(f"{path}: made")
    _say("brand.yaml: put your own name in it first; briefings speak in that name.")
    _say(f'Next: cd {options.folder}, then `lfnkr import export.xml` or `lfnkr new post "Title"`.')
    return 0


def lab(options: Namespace) -> int:
    """`lfnkr lab`: JupyterLab on loopback with a token, in the archive's folder."""
    from lfnkr_nb.lab import open_lab  # noqa: PLC0415

    root = options.posts.absolute().parent if options.posts else find_root()
    return open_lab(root, browser=not options.no_browser, port=options.port)


def demo(options: Namespace) -> int:
    """`lfnkr demo`: the sample archive becomes a PDF briefing."""
    from lfnkr_nb.starting import sample_root  # noqa: PLC0415

    root = sample_root()
    archive = Archive.open(root)
    briefing = Briefing.open(root / "briefings" / "geneva.md", archive)
    target = options.output or Path("exports") / "demo.pdf"
    with show_progress("Putting posts together") as progress:
        exported = briefing.export(target, progress=progress)
    _say_exported(exported)
    return 0
