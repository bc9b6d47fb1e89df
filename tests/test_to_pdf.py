"""Promises of the PDF: what it says, how it is tagged, what happens to what cannot be printed."""

from __future__ import annotations

import pytest

import documents
from lfnkr_nb.exporters.to_pdf import to_pdf


@pytest.mark.parametrize("template", documents.TEMPLATES)
def test_every_template_makes_a_pdf(template: str) -> None:
    """A rich document of each template becomes a PDF with pages."""
    made = to_pdf(documents.document(template))
    assert made.data.startswith(b"%PDF-1.7")
    assert made.pages >= 2
