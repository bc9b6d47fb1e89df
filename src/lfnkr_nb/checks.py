"""What `check` looks for in archives and briefings, beside what each file says of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lfnkr_nb.batches import in_batches
from lfnkr_nb.errors import PostError, RegisterError, SynonymsError
from lfnkr_nb.fields import Problem
from lfnkr_nb.post import Post

if TYPE_CHECKING:
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.briefing import Briefing
    from lfnkr_nb.dead_links import Suspect
    from lfnkr_nb.document.elements import Node

__all__ = ["check_archive", "check_briefing", "check_post"]

Progress = Callable[[int, int | None], None]

#: What is wrong with a post, what is wrong with it if a slug is that of no post, and links that may be dead.
Looked = tuple[list[Problem], list[tuple[str, Problem]], "list[Suspect]"]

_RANK = {"error": 0, "warning": 1, "note": 2}


def check_archive(
    archive: Archive,
    of_files: Sequence[Problem],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Problem]:
    """All problems of an archive, errors first, then by file and line.

    Args:
        archive: The archive.
        of_files: What is known of files that cannot be used and of the order.
        executor: Where posts are looked at; None looks at them here.
        progress: Called with (posts looked at, posts there are).
    """
    from lfnkr_nb.dead_links import dead_links  # noqa: PLC0415 - parsing Markdown

    found, slugs, count, links = list(of_files), archive.whole.slugs, len(archive), archive.links_to
    for done, (own, references, suspects) in enumerate(_looked_at(archive, executor), 1):
        found += own
        found += [problem for slug, problem in references if slug not in slugs]
        found += dead_links(suspects, links)
        if progress:
            progress(done, count)
    found += [*_twins(archive), *_synonyms(archive), *_labels_without_people(archive, archive.root)]
    return sorted(found, key=lambda p: (_RANK[p.severity], str(p.path), p.line or 0, p.message))


def _looked_at(archive: Archive, executor: Executor | None) -> Iterable[Looked]:
    if executor is None:
        return map(_look_at, archive)
    return in_batches(
        partial(_look_at_files, archive.folder), list(archive.names.values()), executor=executor
    )


def _look_at_files(folder: Path, names: Sequence[str]) -> list[Looked]:
    """What is wrong with some posts; this is what an executor is given to do."""
    return [_look_at_file(folder / name) for name in names]


def _look_at_file(path: Path) -> Looked:
    try:
        return _look_at(Post.read(path))
    except PostError:  # it went bad since the archive looked at it, which will be said the next time
        return [], [], []


def _look_at(post: Post) -> Looked:
    """What is wrong with one post, whatever the archive holds, and what may be wrong with it."""
    pictures, suspects = _on_the_page(post)
    return [*post.problems, *_dates(post), *_figures(post), *pictures], list(_named(post)), suspects


def _on_the_page(post: Post) -> tuple[list[Problem], list[Suspect]]:
    """What is wrong with the pictures of a post, and which of its links may be dead."""
    from lfnkr_nb.dead_links import suspects  # noqa: PLC0415 - parsing Markdown
    from lfnkr_nb.references import elements  # noqa: PLC0415

    nodes = list(elements(post.content))
    links = suspects(nodes, post.path, post.text, start=len(post.text) - len(post.content))
    return list(_pictures(post, nodes)), list(links)


def _of_page(post: Post, archive: Archive) -> list[Problem]:
    """What is wrong with the pictures and links of a post."""
    from lfnkr_nb.dead_links import dead_links  # noqa: PLC0415 - parsing Markdown

    pictures, links = _on_the_page(post)
    return [*pictures, *dead_links(links, archive.links_to)]


def _references(post: Post, archive: Archive) -> Iterable[Problem]:
    """Fields that name another post must name one that is there."""
    return [problem for slug, problem in _named(post) if slug not in archive.whole.slugs]


def _named(post: Post) -> Iterator[tuple[str, Problem]]:
    """The posts that a post names, and the problem it is if they are not there."""
    for name in ("follows", "translations"):
        value = post.get(name, ())
        for slug in (value,) if isinstance(value, str) else value:
            message = f"`{name}: {slug}` names no post"
            yield slug, _problem(post, name, message, "Give the slug of a post of this archive.")


def _synonyms(archive: Archive) -> Iterable[Problem]:
    from lfnkr_nb.search.synonyms import load_synonyms  # noqa: PLC0415 - only for a check

    try:
        load_synonyms(archive.root)
    except SynonymsError as error:
        yield Problem(error.message, error.hint, "", error.line, "warning", error.path)


def _dates(post: Post) -> Iterable[Problem]:
    date, after, before = post.date, post.get("date_after"), post.get("date_before")
    if after and before and after.instant >= before.end:
        yield _problem(post, "date_after", "`date_after` is later than `date_before`", "Correct one of them.")
    if date and after and date.end <= after.instant:
        yield _problem(post, "date", "`date` is earlier than `date_after`", "Correct one of them.")
    if date and before and date.instant >= before.end:
        yield _problem(post, "date", "`date` is later than `date_before`", "Correct one of them.")
    if (after or before) and not post.get("date_source"):
        yield _problem(
            post,
            "date_source",
            "A bound of the date has no source",
            "Say in `date_source:` where it is from.",
            "note",
        )


def _figures(post: Post) -> Iterable[Problem]:
    """A confirmed figure must still stand in the text, word for word."""
    for figure in post.get("figures", ()):
        sentence = " ".join(str(figure.get("sentence") or "").split())
        if sentence and sentence not in " ".join(post.plain.split()):
            yield _problem(
                post,
                "figures",
                f"The sentence of the figure {figure.get('value')} is not in the post any more",
                "Confirm the figure again, or correct its `sentence:`.",
            )


def _pictures(post: Post, nodes: Iterable[Node]) -> Iterable[Problem]:
    from lfnkr_nb.references import images_in  # noqa: PLC0415 - parsing Markdown

    for image in images_in(post, nodes):
        line = _line_of(image.src, post)
        if image.problem:
            message = f"The picture `{image.src[:80]}` cannot be used: {image.problem}"
            hint = "Put the file into media/ beside the post."
            yield Problem(message, hint, "", line, "warning", post.path)
        if not image.alt:
            message = f"The picture `{image.src[:80]}` has no alt text"
            yield Problem(message, "Say in a few words what it shows.", "", line, "warning", post.path)


def _line_of(words: str, post: Post) -> int | None:
    """The line of the file in which words stand first; None where they are written otherwise."""
    at = post.text.find(words)
    return None if at < 0 else post.text.count("\n", 0, at) + 1


def _twins(archive: Archive) -> Iterable[Problem]:
    by_slug = defaultdict(list)
    for post in archive:
        by_slug[post.slug.casefold()].append(post)
    for twins in by_slug.values():
        for post in twins[1:]:
            other = archive.names[twins[0].path]
            yield _problem(
                post,
                "slug",
                f"The slug `{post.slug}` is also that of {other}",
                "Give one of them another `slug:`.",
            )


def _problem(post: Post, field: str, message: str, hint: str, severity: str = "warning") -> Problem:
    return Problem(message, hint, field, post.header.line(field), severity, post.path)


def check_post(post: Post, archive: Archive) -> list[Problem]:
    """What is wrong with one post, saved or not, errors first; `archive` is where its references lead."""
    found = [*post.problems, *_references(post, archive), *_dates(post), *_of_page(post, archive)]
    return sorted(found, key=lambda p: (_RANK[p.severity], p.line or 0, p.message))


def check_briefing(briefing: Briefing) -> list[Problem]:
    """What an editor should look at before a briefing goes out, errors first: recipe, held-back posts, posts."""
    from lfnkr_nb.briefing_checks import recipe_slips, release  # noqa: PLC0415 - documents, only for a briefing

    found = [*briefing.recipe.problems, *recipe_slips(briefing)]
    if not any(problem.severity == "error" for problem in found):
        found += _inside(briefing)
        for choice in briefing.choices:
            post = choice.post
            found += [
                *post.problems, *_references(post, briefing.archive), *_of_page(post, briefing.archive)
            ]  # fmt: skip
        found += _protection(briefing)
        found += release(briefing, stopped=any(problem.severity == "error" for problem in found))
    return sorted(found, key=lambda p: (_RANK[p.severity], str(p.path), p.line or 0, p.message))


def _inside(briefing: Briefing) -> Iterator[Problem]:
    """The posts that were asked for and stay inside."""
    for post, reason in briefing.left_out:
        if post.misspelt:
            yield post.misspelt
            continue
        message = f"`{post.slug}` stays inside, its status is not public: {reason}"
        hint = f"Use `include: [{reason}]` only if it may really go out."
        yield Problem(message, hint, "status", post.header.line("status"), "warning", post.path)


def _protection(briefing: Briefing) -> Iterable[Problem]:
    """Labels without a person, a register that cannot be used, and posts that together tell too much."""
    from lfnkr_nb.protection.linkage import linkage_problems  # noqa: PLC0415 - tables of names

    posts = [choice.post for choice in briefing.choices]
    yield from _labels_without_people(posts, briefing.archive.root)
    yield from linkage_problems(posts)


def _labels_without_people(posts: Iterable[Post], root: Path) -> Iterator[Problem]:
    """Labels in `protect:` that nobody in the register has, and a register that cannot be used."""
    from lfnkr_nb.protection.checking import check_labels  # noqa: PLC0415 - tables of names
    from lfnkr_nb.protection.register import Register  # noqa: PLC0415

    try:
        register = Register.beside(root)
    except RegisterError as error:
        yield Problem(error.message, error.hint, "protect", error.line, "error", error.path)
    else:
        for post in posts:
            yield from check_labels(post, register)
