"""What an archive answers when it is analysed: trends, pairs, places. `Archive` has these as its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lfnkr_nb.following import follows_files

if TYPE_CHECKING:
    import pandas as pd

    from lfnkr_nb.archive import Archive
    from lfnkr_nb.exporting_tables import ExportedTables
    from lfnkr_nb.protection.register import Register

__all__ = ["Analysing"]


class Analysing:
    """The part of `Archive` that analysts use; every answer is a DataFrame described in the reference."""

    _followed: dict[str, Any]

    def _notice(self) -> None:
        raise NotImplementedError

    def trend(
        self,
        query: str | Sequence[str] | None = None,
        *,
        by: str = "year",
        concepts: Sequence[str] = (),
        **conditions: Any,
    ) -> pd.DataFrame:
        """How many posts fulfil a search, period by period.

        A post whose date is unknown or too coarse counts as `possible` in each period its bounds allow, and in
        the last row, which has no period. No date is guessed.

        Args:
            query: A search, or several, each counted for itself; None counts all posts.
            by: `year`, `quarter` or `month`.
            concepts: Concept tags that keep the senses of a word apart; each gets rows of its own, and one more
                is for posts with none of them.
            **conditions: As for `select`, such as `lang="ja"`.

        Raises:
            SelectionError: A period, search or condition cannot be understood.
        """
        from lfnkr_nb.analysis.trends import trend_frame  # noqa: PLC0415 - pandas is loaded when it is asked for

        return trend_frame(self._archive.select(**conditions), query, by=by, concepts=concepts)

    def cooccurrence(self, terms: str | Sequence[str] = "tag", **conditions: Any) -> pd.DataFrame:
        """Which terms stand in the same posts, the closest pairs first.

        Args:
            terms: `tag`, `category`, `concept` or `place`; or a list of searches.
            **conditions: As for `select`.

        Raises:
            SelectionError: The terms, a search or a condition cannot be understood.
        """
        from lfnkr_nb.analysis.cooccurrence import cooccurrence_frame  # noqa: PLC0415

        return cooccurrence_frame(self._archive.select(**conditions), terms)

    def characteristic(self, *, by: str = "year", top: int = 10, **conditions: Any) -> pd.DataFrame:
        """Which terms are characteristic of each period, the most characteristic first.

        Args:
            by: `year`, `quarter` or `month`.
            top: At most so many terms a period.
            **conditions: As for `select`; give a `lang`, since words of one language are compared.

        Raises:
            SelectionError: A period or condition cannot be understood.
        """
        from lfnkr_nb.analysis.characteristic import characteristic_frame  # noqa: PLC0415

        return characteristic_frame(self._archive.select(**conditions), by=by, top=top)

    @follows_files
    def places(self) -> pd.DataFrame:
        """One row for each mention of a place of the gazetteer, linked to its sentence."""
        from lfnkr_nb.analysis.places import places_frame  # noqa: PLC0415

        return places_frame(self._archive)

    def export(
        self,
        path: Path | str,
        *,
        include: Iterable[str] = (),
        restricted: bool = False,
        names: bool = False,
        small_groups: bool = False,
        register: Register | None = None,
    ) -> ExportedTables:
        """Write the archive's tables and a codebook as they may leave the house.

        Only public posts are in them; names of the register give way to labels; figures for fewer than three people
        and columns of use only inside are left out. `read_tables` of `lfnkr_nb.exporters.to_tables` reads them back.

        Args:
            path: `x.xlsx`, or a folder whose name ends with `.csv` or `.parquet`.
            include: States beside `publish` whose posts go out: draft, private, password, …
            restricted: Keep columns that are of use only inside.
            names: Keep names of the register. Such tables must stay inside.
            small_groups: Keep figures for fewer than three people.
            register: Whose names are replaced (default: `private/register.yaml` beside the archive's posts).

        Returns:
            Its `paths`, and how many posts are in them, stay inside, and figures were left out.

        Raises:
            ExportError: No post may go out, the kind of file is another one, or it cannot be written.
            GateError: A post asks for the protection of somebody unknown, or the gate refused a finished file; no
                file is left.
        """
        from lfnkr_nb.exporting_tables import export_tables  # noqa: PLC0415

        return export_tables(
            self._archive, Path(path), include=tuple(include), restricted=restricted, names=names,
            small_groups=small_groups, register=register,
        )  # fmt: skip

    @property
    def _archive(self) -> Archive:
        return cast("Archive", self)
