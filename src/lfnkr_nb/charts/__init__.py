"""Charts of the archive's frames: offline, with Japanese and Korean labels, and as SVG or PNG without a browser.

Each function takes a frame that the archive made and gives a `Chart`, which shows itself in a notebook, saves itself
with `save`, and carries its alt text. Needs the extra `charts`.
"""

from __future__ import annotations

from lfnkr_nb.charts.chart import Chart
from lfnkr_nb.charts.claims import contested, events
from lfnkr_nb.charts.counts import cooccurrence, trend
from lfnkr_nb.charts.maps import places

__all__ = ["Chart", "contested", "cooccurrence", "events", "places", "trend"]
