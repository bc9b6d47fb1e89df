"""What an editor decides about a reading: confirm a figure, accept a thread. Each writes one line into one post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lfnkr_nb.analysis.confirmed import number
from lfnkr_nb.analysis.found import NO_QUALIFIER
from lfnkr_nb.analysis.reading import read_post
from lfnkr_nb.errors import ArchiveError, FigureError
from lfnkr_nb.header_edit import OneLine

if TYPE_CHECKING:
    from lfnkr_nb.analysis.reading import Claim
    from lfnkr_nb.archive import Archive
    from lfnkr_nb.dates import When
    from lfnkr_nb.post import Post

__all__ = ["accept_thread", "confirm_figure"]


def confirm_figure(archive: Archive, key: str, value: float, *, by: str, start: int | None = None) -> Post:
    """Write a claim of a post into its `figures:` as confirmed; see `Archive.confirm`."""
    post = archive[key]
    if not by.strip():
        raise FigureError(
            "Nobody confirms the figure", hint="Say who does; initials are enough.", path=post.path
        )
    claim = _claim(archive, post, value, start)
    records = [dict(record) for record in post.get("figures", ())]
    place = _record_of(claim, records)
    if place is None:
        records.append(_record(claim, by))
    else:
        records[place]["confirmed_by"] = by
    return post.replace(figures=OneLine(records)).save()


def _claim(archive: Archive, post: Post, value: float, start: int | None) -> Claim:
    claims = read_post(post, archive.bounds.get(post.path)).claims
    found = [c for c in claims if c.value == value and start in (None, c.start)]
    if not found:
        said = ", ".join(f"{claim.value:,g}" for claim in claims) or "none"
        hint = f"It claims: {said}. Write another figure into `figures:` by hand."
        raise FigureError(f"This post claims no figure {value:,g}", hint=hint, path=post.path)
    if len(found) > 1:
        places = "; ".join(f"start {claim.start}: {claim.words}" for claim in found)
        raise FigureError(
            f"This post claims {value:,g} more than once", hint=f"Choose one: {places}.", path=post.path
        )
    return found[0]


def _record_of(claim: Claim, records: list[dict[str, Any]]) -> int | None:
    """The record that says this claim already."""
    same = [n for n, record in enumerate(records) if number(record.get("value")) == claim.value]
    exact = [n for n in same if records[n].get("sentence") == claim.sentence]
    found = exact or [n for n in same if not records[n].get("sentence")]
    return found[0] if found else None


def _record(claim: Claim, by: str) -> dict[str, Any]:
    """A claim as `figures:` holds it; what is unknown is left out."""
    start, _, end = claim.date.partition("/")
    written = {
        "value": _plain(claim.value),
        "qualifier": claim.qualifier if claim.qualifier != NO_QUALIFIER else "",
        "unit": claim.unit,
        "act": claim.act,
        "actor": claim.actor,
        "subset_of": _plain(claim.subset_of) if claim.subset_of is not None else "",
        "start": start,
        "end": end if end != ".." else "",
        "sentence": claim.sentence,
        "source": claim.source,
        "confirmed_by": by,
    }
    return {name: value for name, value in written.items() if value != ""}


def _refuse_backwards(archive: Archive, post: Post, earlier: Post) -> None:
    """A story goes on in a later post; unknown dates count as far as their bounds prove something."""
    latest, first = post.date or post.get("date_before"), earlier.date or archive.bounds.get(earlier.path)
    named = f"lfnkr accept {archive.whole.keys[earlier.path]} {archive.keys[post.path]}"
    if latest is not None and first is not None and _is_before(latest, first):
        message = f"`{earlier.slug}` ({first.iso}) is later than `{post.slug}` ({latest.iso})"
        raise ArchiveError(message, hint=f"The other way round: `{named}`.", path=post.path)
    if earlier.get("follows") == post.slug:
        message = f"`{earlier.slug}` follows `{post.slug}` already"
        hint = (
            f"Take `follows:` out of {archive.whole.names[earlier.path]} first, if it is the other way round."
        )
        raise ArchiveError(message, hint=hint, path=earlier.path)


def _is_before(one: When, other: When) -> bool:
    """Whether a date is certainly before another: by the moment where both have one, else by the calendar."""
    if one.zone and other.zone:
        return one.end <= other.instant
    shared = min(len(one.iso), len(other.iso))
    return one.iso[:shared] < other.iso[:shared]


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def accept_thread(archive: Archive, key: str, follows: str) -> Post:
    """Write the earlier post into `follows:` of the later one; see `Archive.accept`."""
    post, earlier = archive[key], archive.whole[follows]
    if post.path == earlier.path:
        raise ArchiveError("A post cannot follow itself", hint="Name the earlier post.", path=post.path)
    _refuse_backwards(archive, post, earlier)
    return post.replace(follows=earlier.slug).save()
