"""Any notebook as a briefing: `jupyter nbconvert --to briefing` (PDF) and `--to briefing_html`.

nbconvert and the Jupyter server load this module to list their exporters, so it imports nothing heavy; what
builds a document is loaded when a notebook is exported. Both exporters meet the other briefings in the
document tree: the same templates, the same files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from nbconvert.exporters.exporter import Exporter
from nbconvert.utils.exceptions import ConversionException
from traitlets import default
from traitlets.config import Application

from lfnkr_nb.errors import LfnkrError

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Document, Notice

__all__ = ["BriefingExporter", "BriefingHTMLExporter"]

#: A file's content (text or bytes, as nbconvert writes either) and what was changed on the way.
Written = tuple[str | bytes, tuple["Notice", ...]]


def _pdf(document: Document) -> Written:
    from lfnkr_nb.exporters.to_pdf import to_pdf  # noqa: PLC0415 - see the module's docstring

    result = to_pdf(document)
    return result.data, result.notices


def _page(document: Document) -> Written:
    from lfnkr_nb.exporters.to_html import to_html  # noqa: PLC0415 - see the module's docstring

    result = to_html(document)
    return result.data.decode("utf-8"), result.notices


class _DocumentExporter(Exporter):
    """What both exporters share: a notebook becomes a document, notices go to the log."""

    _writer: ClassVar[staticmethod[[Document], Written]]

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, dict[str, Any]]:
        """The exported file and what nbconvert knows about it.

        Raises:
            ConversionException: The notebook cannot be exported; one sentence and a hint. On nbconvert's own
                command line the sentence is logged instead and the program ends with exit code 1.
        """
        notebook, known = super().from_notebook_node(nb, resources, **kw)
        # The Jupyter server zips whatever has pictures beside it; ours are inside the file.
        known.pop("outputs", None)
        try:
            output, notices = self._export(notebook, known.get("metadata", {}))
        except LfnkrError as error:
            raise self._end(str(error)) from None
        for notice in notices:
            self.log.warning("%s", _sentence(notice))
        return output, known

    def _export(self, notebook: Any, known: dict[str, Any]) -> Written:
        from lfnkr_nb.exporters.notebook_document import (  # noqa: PLC0415 - see the module's docstring
            notebook_document,
            people_around,
        )
        from lfnkr_nb.protection.export_gate import (  # noqa: PLC0415 - as above
            refuse_leaks,
            refuse_named_file,
        )

        path = known.get("path")
        folder = None if path is None else Path(path)
        name = known.get("name") or "Notebook"
        target, people = Path(f"{name}{self.file_extension}"), people_around(folder)
        refuse_named_file(target, people, after="notebook")
        document = notebook_document(notebook, name=name, folder=folder)
        output, notices = self._writer(document)
        refuse_leaks(
            output.encode("utf-8") if isinstance(output, str) else output,
            target,
            document=document,
            register=people,
        )
        return output, (*document.notices, *notices)

    def _end(self, sentence: str) -> BaseException:
        """How to give up: of its own exception nbconvert's command prints a traceback, which helps nobody."""
        if _runs_as_command():
            self.log.error("%s", sentence)
            return SystemExit(1)
        return ConversionException(sentence)


class BriefingExporter(_DocumentExporter):
    """A notebook as a tagged PDF: its text and outputs, without code."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"
    _writer = staticmethod(_pdf)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"


class BriefingHTMLExporter(_DocumentExporter):
    """A notebook as one HTML page: its text and outputs, without code, script or anything from outside."""

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"
    _writer = staticmethod(_page)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"


def _runs_as_command() -> bool:
    from nbconvert.nbconvertapp import NbConvertApp  # noqa: PLC0415 - needed only when something failed

    return Application.initialized() and isinstance(Application.instance(), NbConvertApp)


def _sentence(notice: Notice) -> str:
    parts = (f"{notice.origin}: {notice.message}" if notice.origin else notice.message, notice.hint)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
