"""Adding figures up: the accessor `claims` of the frame `figures`."""

from __future__ import annotations

import pandas as pd

from lfnkr_nb.errors import FigureError

__all__ = ["Claims"]


@pd.api.extensions.register_dataframe_accessor("claims")
class Claims:
    """`figures.claims`: sums that refuse what must not be added."""

    def __init__(self, frame: pd.DataFrame) -> None:
        missing = {"value", "unit", "subset_of", "post"} - set(frame.columns)
        if missing:
            raise AttributeError(
                f"only a frame of figures has claims; this one has no {', '.join(sorted(missing))}"
            )
        self._frame = frame

    @property
    def wholes(self) -> pd.DataFrame:
        """The figures that are no part of another one."""
        return self._frame[self._frame.subset_of.isna()]

    @property
    def parts(self) -> pd.DataFrame:
        """The figures that are a part of another one."""
        return self._frame[self._frame.subset_of.notna()]

    def total(self) -> float:
        """The sum of the values; 0.0 of no figures.

        Qualifiers are lost in a sum, so say of "about 600" and "over 500" together that it is an estimate.

        Raises:
            FigureError: A part stands beside its whole, the figures have different units, claims about one
                event contradict each other, or one is a range.
        """
        frame = self._frame
        self._refuse_mixed_units()
        self._refuse_parts()
        self._refuse_rivals()
        if "value_to" in frame and frame.value_to.notna().any():
            raise FigureError(
                "A range cannot be added",
                hint="Add `value` and `value_to` by themselves, or leave ranges out.",
            )
        return float(frame.value.sum())

    def _refuse_mixed_units(self) -> None:
        units = sorted(self._frame.unit.dropna().unique())
        if len(units) > 1:
            hint = f"Choose one, e.g. figures[figures.unit == {units[0]!r}]."
            raise FigureError(f"Figures of different units cannot be added: {', '.join(units)}", hint=hint)

    def _refuse_parts(self) -> None:
        for post, figures in self._frame.groupby("post", observed=True, sort=False):
            parts = figures[figures.subset_of.isin(figures.value)]
            if len(parts):
                part = parts.iloc[0]
                raise FigureError(
                    f"{part['value']:,g} is a part of {part.subset_of:,g} in `{post}`, so they cannot be added",
                    hint="Add `figures.claims.wholes.claims.total()`, or the parts by themselves.",
                )

    def _refuse_rivals(self) -> None:
        if "event" not in self._frame:
            return
        for event, figures in self._frame.dropna(subset="event").groupby("event", observed=True, sort=False):
            rivals = figures[figures.subset_of.isna()]
            if rivals.post.nunique() > 1:
                raise FigureError(
                    f"{len(rivals)} claims are about one event, `{event}`, so they cannot be added",
                    hint="Choose one of them; `archive.contested()` shows claims that differ side by side.",
                )
