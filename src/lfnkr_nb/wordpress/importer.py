"""Import a WordPress export: survey it, write its posts, keep a ledger and a receipt."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lfnkr_nb.errors import ImportFailure
from lfnkr_nb.wordpress.fetch import fetch_media as fetch
from lfnkr_nb.wordpress.ledger import Entry, Ledger
from lfnkr_nb.wordpress.links import Atlas, PostLinks, make_atlas
from lfnkr_nb.wordpress.listing import import_listing, is_listing
from lfnkr_nb.wordpress.media import MediaStore
from lfnkr_nb.wordpress.plan import Outline, Plan, survey
from lfnkr_nb.wordpress.pool import Pool
from lfnkr_nb.wordpress.receipt import Choice, Conflict, Loss, Receipt, nested, plain
from lfnkr_nb.wordpress.site_record import write_site_record
from lfnkr_nb.wordpress.sources import Part, gather_parts
from lfnkr_nb.wordpress.worker import Job, Result, Task, run_batch, save_job
from lfnkr_nb.wordpress.writing import TEMP_PREFIX, remove_leftovers, write_atomic
from lfnkr_nb.wordpress.wxr import Head, is_wxr, read_head

if TYPE_CHECKING:
    import concurrent.futures

__all__ = ["import_wordpress"]

_BATCH: Final = 64
#: What a receipt counts even where there is none of it.
_KINDS: Final = {
    "shortcodes": (), "blocks": (), "dropped": (), "comments": ("imported",),
    "links": ("resolved", "choice", "unresolved"), "media": ("copied", "local", "remote", "missing"),
}  # fmt: skip

Progress = Callable[[int, int | None], None]


def import_wordpress(
    source: Path | Sequence[Path],
    to: Path,
    *,
    media: Path | None = None,
    comments: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    fetch_media: bool = False,
    executor: concurrent.futures.Executor | None = None,
) -> Receipt:
    """Import one export (or its parts) into a folder of posts.

    Safe to repeat: a file that a person edited is never overwritten, the same export writes nothing again.

    Args:
        source: The export: xml, gz, zip, a folder of those, or several of them.
        to: The posts folder; `imports/` beside it takes the ledger and the receipts.
        media: A copy of `wp-content/uploads`, as a folder or zip; nothing is fetched from the network.
        comments: Import comments too, without e-mail and IP addresses.
        dry_run: Make the receipt and write nothing.
        progress: Called with the number of items done and their total (None while it is not known).
        fetch_media: Fetch missing media from the site they belong to.
        executor: Where the work runs; by default two processes for a large export, else this one.

    Raises:
        ImportFailure: Nothing of the export can be read; the message says why and what to do.
    """
    with _workshop(None if dry_run else Path(to).parent / "imports") as workdir:
        parts = gather_parts(source, workdir)
        if listing := _only_listing(parts):
            return import_listing(listing, Path(to), dry_run=dry_run)
        wish = _Wish(Path(to), Path(media) if media else None, comments, dry_run, fetch_media)
        return _import_parts(parts, wish, workdir, report=progress or _no_progress, executor=executor)


@dataclass(frozen=True)
class _Wish:
    """What was asked for."""

    to: Path
    media: Path | None
    comments: bool
    dry_run: bool
    fetch_media: bool


def _only_listing(parts: list[Part]) -> Path | None:
    """The file, when one file was given and it is no export but a listing or feed."""
    if len(parts) != 1 or parts[0].trouble or is_wxr(parts[0].path) or not is_listing(parts[0].path):
        return None
    return parts[0].path


def _import_parts(
    parts: list[Part],
    wish: _Wish,
    workdir: Path,
    *,
    report: Progress,
    executor: concurrent.futures.Executor | None,
) -> Receipt:
    """Survey the parts, write their posts, and save what the next import must know."""
    readable, troubles = _readable(parts)
    if not wish.dry_run:
        remove_leftovers(wish.to)
    ledger = Ledger(wish.to.parent / "imports")
    size = sum(part.path.stat().st_size for part, _ in readable)
    with Pool(executor, size) as pool:
        plan = survey(readable, ledger, pool=pool, workdir=workdir, report=lambda count: report(count, None))
        plan.losses.extend(troubles)
        job_path = _prepare(plan, ledger, wish, workdir)
        run = _Run(plan, ledger, dry_run=wish.dry_run, report=report)
        run.second_pass(str(job_path), pool)
    receipt = run.receipt(tuple(part.name for part in parts))
    if not wish.dry_run:
        _save(receipt, plan, ledger, folder=wish.to.parent / "imports")
    return receipt


def _prepare(plan: Plan, ledger: Ledger, wish: _Wish, workdir: Path) -> Path:
    """Put what all tasks share into a file; the tables it was made from are let go of."""
    atlas = make_atlas(plan, ledger.entries)
    plan.archives.clear()
    plan.old_slugs.clear()
    media = wish.media
    if wish.fetch_media and not wish.dry_run:
        media = _fetch(plan, atlas, wish.to.parent / "imports" / "media", media=media)
    job = Job(
        posts=str(wish.to),
        media=str(media) if media else "",
        comments=wish.comments,
        dry_run=wish.dry_run,
    )
    return save_job(job, atlas, workdir)


def _fetch(plan: Plan, atlas: Atlas, folder: Path, *, media: Path | None) -> Path:
    """Fetch the media library into `imports/media`; the folder to take pictures from then.

    Files of `media`, if given, are not fetched, but copied there first.
    """
    links = PostLinks(atlas, "")
    store = MediaStore(media) if media else None
    wanted: list[tuple[str, str]] = []
    for attachment in plan.site.attachments.values():
        path = links.upload_path(attachment.url)
        key = store.find(path) if store and path else ""
        if store and key and not (folder / path).is_file() and (data := store.read(key)) is not None:
            write_atomic(folder / path, data)
        elif path:
            wanted.append((attachment.url, path))
    fetched = fetch(wanted, folder, hosts=atlas.media_hosts)
    plan.losses.extend(("picture", url, 0, why) for url, why in fetched.failures)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _no_progress(done: int, total: int | None) -> None:
    """Nobody asked."""


@contextmanager
def _workshop(imports: Path | None) -> Iterator[Path]:
    """A private folder for unpacked parts, gone when the import ends.

    It lies in `imports/`, where the next import finds and removes it should this one be killed; a dry run
    uses the system's own place.
    """
    made = imports is not None and not imports.exists()
    if imports is not None:
        imports.mkdir(parents=True, exist_ok=True)
        remove_leftovers(imports)
    try:
        with tempfile.TemporaryDirectory(prefix=TEMP_PREFIX, dir=imports) as folder:
            yield Path(folder)
    finally:
        if made and imports is not None and not any(imports.iterdir()):
            imports.rmdir()


def _readable(parts: list[Part]) -> tuple[list[tuple[Part, Head]], list[tuple[str, str, int, str]]]:
    """The parts that can be imported, and what is wrong with parts.

    Raises:
        ImportFailure: None can.
    """
    readable: list[tuple[Part, Head]] = []
    troubles: list[tuple[str, str, int, str]] = []
    failures: list[ImportFailure] = []
    for part in parts:
        try:
            readable.append((part, _checked_head(part)))
        except ImportFailure as failure:
            failures.append(failure)
            troubles.append(("file", part.name, failure.line or 0, failure.message))
        if part.damage:
            troubles.append(("file", part.name, 0, part.damage))
    if not readable:
        raise (
            failures[0]
            if failures
            else ImportFailure(
                "There is no export file here", hint="Give the xml, zip or gz file that WordPress exported."
            )
        )
    return readable, troubles


def _checked_head(part: Part) -> Head:
    if part.trouble:
        raise ImportFailure(part.trouble.capitalize(), hint="Get the file again.", path=part.name)
    head = read_head(part.path)
    if not head.is_wxr:
        raise ImportFailure(
            "This is no WordPress export",
            hint="In WordPress, choose Tools, Export, All content, and give the file it makes.",
            path=part.name,
        )
    return head


def _no_counts() -> dict[str, Counter[str]]:
    return {name: Counter(dict.fromkeys(kinds, 0)) for name, kinds in _KINDS.items()}


@dataclass
class _Run:
    """The second pass and everything it counts."""

    plan: Plan
    ledger: Ledger
    dry_run: bool
    report: Progress
    files: Counter[str] = field(default_factory=Counter)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: dict[str, Counter[str]] = field(default_factory=_no_counts)
    conflicts: list[Conflict] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    unresolved: list[tuple[str, str]] = field(default_factory=list)

    def second_pass(self, job_path: str, pool: Pool) -> None:
        """Write all posts, in this process or in others."""
        total = len(self.plan.outlines)
        done = 0
        self.report(0, total)
        for _, results in pool.run(run_batch, self._batches(job_path)):
            for result in results:
                self._take(result)
            done += len(results)
            self.ledger.flush()
            self.report(done, total)

    def _batches(self, job_path: str) -> Iterator[tuple[str, list[Task]]]:
        outlines = self.plan.outlines
        for start in range(0, len(outlines), _BATCH):
            tasks: list[Task] = []
            for number in range(start, min(start + _BATCH, len(outlines))):
                entry = self.ledger.entries.get(outlines[number].key)
                known = (entry.written, entry.source) if entry else ("", "")
                tasks.append(Task(number, outlines[number], *known))
            yield job_path, tasks

    def _take(self, result: Result) -> None:
        """Count one post, and remember it in the ledger."""
        outline = self.plan.outlines[result.number]
        self.files[result.outcome.action] += 1
        if outline.first:
            self.written[outline.type, outline.status] += 1
        self._remember(outline.key, result)
        for what, why in result.findings.losses:
            self.plan.losses.append((what, result.title, outline.line, why))
        for what, why in result.findings.notes:
            self.plan.notes.append((what, result.title, outline.line, why))
        for name in ("shortcodes", "blocks", "dropped"):
            if counted := getattr(result.findings, name):
                self.counts[name].update(counted)
        self.counts["comments"]["imported"] += result.findings.comments
        self._take_links(outline.file, result)
        self._take_media(outline, result)
        if result.outcome.action == "conflict":
            self.conflicts.append(Conflict(outline.file, result.title, result.outcome.diff))

    def _take_links(self, file: str, result: Result) -> None:
        counts = self.counts["links"]
        counts["resolved"] += result.resolved
        for url, count, posts in result.choices:
            counts["choice"] += 1
            self.choices.append(Choice(file, url, count, tuple(posts)))
        for url in result.unresolved:
            counts["unresolved"] += 1
            self.unresolved.append((file, url))

    def _take_media(self, outline: Outline, result: Result) -> None:
        counts = self.counts["media"]
        for name, count in result.media.items():
            counts[name] += count
        for url in result.missing:
            counts["missing"] += 1
            why = f"{url} is not in the media that were given"
            self.plan.losses.append(("picture", result.title, outline.line, why))

    def _remember(self, key: str, result: Result) -> None:
        outline = self.plan.outlines[result.number]
        if self.dry_run or result.outcome.action == "conflict":
            return
        entry = Entry(
            key, outline.file, result.outcome.written, outline.source, outline.id, outline.type, outline.link,
            outline.slug, outline.date[:10],
        )  # fmt: skip
        if self.ledger.entries.get(key) != entry:
            self.ledger.record(entry)

    def receipt(self, sources: tuple[str, ...]) -> Receipt:
        """Everything that was counted."""
        plan = self.plan
        present = {outline.key for outline in plan.outlines}
        comments = {"found": plan.comments, **self.counts["comments"]}
        return Receipt(
            sources=sources,
            dry_run=self.dry_run,
            read=nested(plan.read),
            written=nested(self.written),
            skipped=plain(
                plan.skipped + Counter({f"{kind} (again)": count for kind, count in plan.repeated.items()})
            ),
            files=plain(self.files),
            media=plain(self.counts["media"]),
            links=plain(self.counts["links"]),
            shortcodes=plain(self.counts["shortcodes"]),
            blocks=plain(self.counts["blocks"]),
            dropped=plain(self.counts["dropped"]),
            comments=comments,
            choices=tuple(self.choices),
            unresolved=tuple(self.unresolved),
            conflicts=tuple(self.conflicts),
            losses=tuple(Loss(*loss) for loss in plan.losses),
            notes=tuple(Loss(*note) for note in plan.notes),
            gone=tuple(
                entry.file for key, entry in sorted(self.ledger.entries.items()) if key not in present
            ),
        )


def _save(receipt: Receipt, plan: Plan, ledger: Ledger, *, folder: Path) -> None:
    """Ledger, site record and receipt; an import that changed nothing leaves them as they are."""
    ledger.close()
    write_site_record(plan.site, folder)
    receipts = sorted(
        path for path in folder.glob("receipt-*.json") if re.fullmatch(r"receipt-\d+\.json", path.name)
    )
    if receipts and not receipt.changed:
        return
    number = int(receipts[-1].stem.split("-")[1]) + 1 if receipts else 1
    write_atomic(folder / f"receipt-{number:04d}.txt", receipt.to_text().encode("utf-8", "replace"))
    write_atomic(folder / f"receipt-{number:04d}.json", receipt.to_json().encode("utf-8", "replace"))
