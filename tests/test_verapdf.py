"""The PDFs are judged by veraPDF: 0 failed rules of PDF/UA-1 and PDF/A-2a."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

import documents
import random_trees
from lfnkr_nb import Archive, Briefing
from lfnkr_nb.document.tree import Box, Heading
from lfnkr_nb.exporters.to_pdf import to_pdf
from lfnkr_nb.wordpress.importer import import_wordpress

if TYPE_CHECKING:
    from pathlib import Path
from verapdf.runner import PROFILES, missing, verify

pytestmark = [pytest.mark.slow, pytest.mark.verapdf]


@pytest.fixture(scope="module", autouse=True)
def judge() -> None:
    """Skips with a plain reason where veraPDF cannot run; CI may not do without it."""
    reason = missing()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def test_rich_documents_of_every_template_pass(tmp_path: Path) -> None:
    """Every block, three languages, every template, a missing picture and missing glyphs: nothing fails."""
    made = {name: documents.document(name) for name in documents.TEMPLATES}
    made["japanese"] = documents.small(*documents.every_block(), lang="ja", template="digest")
    made["korean"] = documents.document("briefing", lang="ko", contents=False)
    made["unprintable"] = documents.small(documents.paragraph("𓀀 \ue000 \u202e 😀"), template="briefing")
    made |= {f"random-{seed}": random_trees.grown(seed)[0] for seed in range(8)}
    made["fifty"] = documents.posts(50)
    paths = []
    for name, document in made.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(to_pdf(document).data)
    verdicts = verify(paths)
    assert len(verdicts) == len(paths) * len(PROFILES)
    assert [(v.path, v.profile, v.failed) for v in verdicts if not v.compliant] == []
    assert min(v.checks for v in verdicts) > 1_000


def test_the_judge_fails_an_untagged_file(tmp_path: Path) -> None:
    """A blank page that claims nothing fails both profiles: the judge does judge."""
    path = tmp_path / "blank.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)
    assert [verdict.compliant for verdict in verify([path])] == [False, False]


def test_the_briefings_of_the_sample_archive_pass(root: Path, tmp_path: Path) -> None:
    """Every recipe of the sample archive, and all its posts in whole, pass both profiles."""
    archive = Archive.open(root)
    paths = [
        Briefing.open(recipe, archive).export(tmp_path / f"{recipe.stem}.pdf").path
        for recipe in sorted((root / "briefings").glob("*.md"))
    ]
    everything = Briefing("Everything", archive, template="briefing", show="whole")
    paths.append(everything.export(tmp_path / "everything.pdf").path)
    verdicts = verify(paths)
    assert len(verdicts) == len(paths) * len(PROFILES)
    assert [(v.path, v.profile, v.failed) for v in verdicts if not v.compliant] == []


def test_a_real_export_passes(shared: Path, tmp_path: Path) -> None:
    """WordPress's own theme test data, imported and made into one PDF of whole posts, passes both profiles."""
    import_wordpress(shared / "wxr" / "wptt-themeunit.xml", tmp_path / "posts")
    archive = Archive.open(tmp_path)
    made = Briefing("Theme test", archive, template="briefing", show="whole").export(tmp_path / "t.pdf")
    assert made.posts == 55
    assert [(v.profile, v.failed) for v in verify([made.path]) if not v.compliant] == []


def test_links_to_headings_pass(tmp_path: Path) -> None:
    """Also to one inside a box, and to one that is not there any more."""
    headings = [Heading(2, documents.text(f"Part {n}"), f"a-post.part{n}") for n in (1, 2)]
    boxed = Box("part", documents.text("Voice"), (headings[1], documents.paragraph("Words.")))
    links = [documents.marked(f"to {n} ", href=f"#a-post.part{n}") for n in (1, 2, 3)]
    path = tmp_path / "links.pdf"
    path.write_bytes(to_pdf(documents.small(documents.paragraph(*links), headings[0], boxed)).data)
    assert [(v.profile, v.failed) for v in verify([path]) if not v.compliant] == []
    with pikepdf.open(path) as document:
        found = [annotation for page in document.pages for annotation in page.get("/Annots", [])]
        assert sum("/URI" not in annotation.get("/A", {}) for annotation in found) == len(links)
