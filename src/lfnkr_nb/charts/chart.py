"""One chart: a Vega-Lite specification with its alt text, drawn without a browser and without the network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.errors import ExportError
from lfnkr_nb.saving import write_atomically

if TYPE_CHECKING:
    import altair
    import pandas as pd

__all__ = ["FONT", "Chart", "needs_charts"]

#: The family that holds Latin, Japanese and Korean letters alike; it comes with the installation.
FONT: Final = "Noto Sans CJK JP"

_CLIP = re.compile(r"\bclip\d+\b")

#: Pixels of a PNG for each pixel of the chart, so that it is sharp on paper.
_SCALE: Final = 3


def needs_charts() -> None:
    """Say what to install when the libraries for charts are missing.

    Raises:
        ExportError: They are.
    """
    if find_spec("altair") is None or find_spec("vl_convert") is None:
        raise ExportError(
            "The libraries for charts are not installed",
            hint='Install them in the folder of lfnkr-nb: pip install ".[charts]".',
        )


@dataclass(frozen=True)
class Chart:
    """A chart that can be shown, saved and described.

    Attributes:
        spec: Its Vega-Lite specification with all its data; nothing is loaded from anywhere.
        alt: What it shows, in words.
        table: The figures it was drawn from.
    """

    spec: Mapping[str, Any] = field(repr=False)
    alt: str
    table: pd.DataFrame = field(repr=False)

    def save(self, path: Path | str) -> Path:
        """Write the chart as `.svg` or `.png`; returns the path.

        Raises:
            ExportError: The suffix is another one, or the libraries for charts are missing.
        """
        path = Path(path)
        match path.suffix.lower():
            case ".svg":
                data = self.svg.encode("utf-8")
            case ".png":
                data = self.png
            case _:
                raise ExportError(
                    "This kind of picture cannot be written", hint="Name it .svg or .png.", path=path
                )
        write_atomically(path, data)
        return path

    @cached_property
    def svg(self) -> str:
        """The chart as SVG."""
        return _renumbered(str(_converter().vegalite_to_svg(self._still, allowed_base_urls=[])))

    @cached_property
    def png(self) -> bytes:
        """The chart as PNG, three pixels for one."""
        return bytes(_converter().vegalite_to_png(self._still, scale=_SCALE, allowed_base_urls=[]))

    @property
    def _still(self) -> str:
        """The specification without its brush, which paper cannot use."""
        layers = [{k: v for k, v in layer.items() if k != "params"} for layer in self.spec["layer"]]
        return json.dumps({**self.spec, "layer": layers})

    def interactive(self) -> altair.JupyterChart:
        """The chart as a widget whose brush reaches Python; nothing is loaded from the network.

        Raises:
            ExportError: The libraries for charts are missing.
        """
        needs_charts()
        import altair  # noqa: PLC0415 - an extra, loaded when a chart is shown

        altair.JupyterChart.enable_offline()
        return altair.JupyterChart(altair.Chart.from_dict(dict(self.spec)))

    def _repr_mimebundle_(self, **_wishes: object) -> tuple[dict[str, Any], dict[str, Any]]:
        from base64 import b64encode  # noqa: PLC0415 - only in a notebook

        width, height = self.size
        bundle = {"image/png": b64encode(self.png).decode("ascii"), "text/plain": self.alt}
        return bundle, {"alt": self.alt, "image/png": {"alt": self.alt, "width": width, "height": height}}

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels as shown on a screen."""
        from io import BytesIO  # noqa: PLC0415

        from PIL import Image  # noqa: PLC0415

        with Image.open(BytesIO(self.png)) as picture:
            return picture.width // _SCALE, picture.height // _SCALE


def _renumbered(svg: str) -> str:
    """A drawing whose ids count from 1: the converter counts through all it ever drew."""
    ids = {name: f"clip{n}" for n, name in enumerate(dict.fromkeys(_CLIP.findall(svg)), 1)}
    return _CLIP.sub(lambda found: ids[found[0]], svg)


def _converter() -> Any:
    """vl-convert with our font, so that labels look the same on every machine.

    Raises:
        ExportError: It is not installed.
    """
    needs_charts()
    import noto_cjk_sans_jp_regular  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415 - an extra, loaded when a chart is drawn

    vl_convert.register_font_directory(str(Path(noto_cjk_sans_jp_regular.FONT_PATH).parent))
    return vl_convert
