"""Beginnings: a new archive, a new post, a new recipe, and where the sample archive is."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from lfnkr_nb.errors import ArchiveError, BriefingError, PostError
from lfnkr_nb.fields import clean_slug
from lfnkr_nb.post import Post
from lfnkr_nb.recipe import NOTHING_CHOSEN, Recipe
from lfnkr_nb.saving import write_atomically

__all__ = ["init_archive", "new_briefing", "new_post", "notebook_files", "sample_root"]

_FOLDERS: Final = ("posts", "briefings", "exports", "private", "notebooks")

#: What git must never take along from an archive.
_IGNORED: Final = (
    ".lfnkr/\n.lfnkr-tmp-*\n.lfnkr-draft-*\n.history/\n.ipynb_checkpoints/\nexports/*\nimports/\nprivate/*\n"
)

#: Skeleton of each kind of post: what an editor would otherwise have to remember.
_SKELETONS: Final = {
    "open-letter": "We write to you …\n\n<!--more-->\n\nWe therefore call on you\n\n1. to …;\n2. to ….\n",
    "statement": "On …\n\n<!--more-->\n\nWe call on …\n",
    "interview": "This interview was made on …\n\n<!--more-->\n\n**Q:** …\n\n**A:** …\n",
    "testimony": "Introduction by the editors …\n\n<!--more-->\n\n## In their own words\n\n…\n",
}


def sample_root() -> Path:
    """The folder of the sample archive: the project's own when run from a checkout, else that of the package.

    Raises:
        ArchiveError: Neither is there.
    """
    package = Path(str(files("lfnkr_nb")))
    for root in (package / "sample", *package.parents[:2]):
        if (root / "posts").is_dir() and (root / "briefings").is_dir():
            return root
    raise ArchiveError(
        "The sample archive is not here", hint="Run this in a clone of the project, or reinstall it."
    )


def init_archive(folder: Path) -> list[Path]:
    """Make an archive's folders, brand, notebooks and `.gitignore`; returns what was made.

    What stands there already is never touched.

    Raises:
        ArchiveError: The path is a file.
    """
    folder = folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise ArchiveError("This is a file", hint="Choose another name for the folder.", path=folder)
    _refuse_inside_posts(folder)
    made = []
    for name in _FOLDERS:
        if not (folder / name).exists():
            (folder / name).mkdir(parents=True)
            made.append(folder / name)
    (folder / "private").chmod(0o700)
    sample = sample_root()
    copies = [Path("brand.yaml"), Path("brand/logo.png"), Path("private/register.example.yaml")]
    copies += [path.relative_to(sample) for path in notebook_files(sample)]
    made += [folder / name for name in copies if _copied(sample / name, folder / name)]
    if not (folder / ".gitignore").exists():
        write_atomically(folder / ".gitignore", _IGNORED.encode())
        made.append(folder / ".gitignore")
    return made


def _refuse_inside_posts(folder: Path) -> None:
    """An archive inside the posts of another one would hide that one's posts and its register."""
    for inner, outer in pairwise([folder, *folder.parents]):
        if inner.name == "posts" and ((outer / "brand.yaml").exists() or (outer / "private").is_dir()):
            hint = f"Use {outer.name} as it is, or choose a folder outside of it."
            raise ArchiveError("This lies inside the posts of another archive", hint=hint, path=folder)


def notebook_files(root: Path) -> list[Path]:
    """The notebooks of an archive and the pictures they open with."""
    folder = root / "notebooks"
    return [*sorted(folder.glob("*.ipynb")), *sorted((folder / "pictures").glob("*.svg"))]


def _copied(source: Path, target: Path) -> bool:
    if target.exists() or not source.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return True


def new_post(posts: Path, title: str, *, kind: str | None = None, lang: str = "en") -> Path:
    """Start a draft in `undated/` with the skeleton of its kind; returns its file.

    The date is left open: it is given when the post is published.

    Raises:
        PostError: The title is empty.
        ConflictError: A post of that name stands there already.
    """
    if not title.strip():
        raise PostError("A post needs a title", hint='Write it in quotes: lfnkr new post "Title".')
    path = posts / "undated" / f"{clean_slug(title).lower()}.md"
    skeleton = _SKELETONS.get(kind or "", "…\n\n<!--more-->\n\n…\n")
    post = Post.new(path, skeleton, title=title, status="draft", kind=kind, categories=[], lang=lang)
    return post.save().path


def new_briefing(
    folder: Path, title: str, *, template: str = "digest", lang: str = "en", posts: Sequence[str] = ()
) -> Path:
    """Start a recipe in briefings/ with these posts, or one that selects all public ones; returns its file.

    Raises:
        BriefingError: The title is empty.
        ConflictError: A recipe of that name stands there already.
    """
    if not title.strip():
        raise BriefingError(
            "A briefing needs a title", hint='Write it in quotes: lfnkr new briefing "Title".'
        )
    chosen: dict[str, Any] = {"posts": list(posts)} if posts else {"select": NOTHING_CHOSEN}
    values = {"title": title, "template": template, "lang": lang, **chosen}
    path = folder / f"{clean_slug(title).lower()}.md"
    Recipe.make(values, "").save(path)
    return path
