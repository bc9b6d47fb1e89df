"""What an export tells beside its posts: terms and their descriptions, media library, reusable blocks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lfnkr_nb.wordpress.writing import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from lfnkr_nb.wordpress.plan import Site

__all__ = ["write_site_record"]


def write_site_record(site: Site, folder: Path) -> None:
    """Bring `imports/site.json` up to date: one record a line; records of earlier exports stay."""
    path = folder / "site.json"
    before = path.read_bytes() if path.is_file() else b""
    records = _earlier(before)
    for record in _records(site):
        records[record["key"]] = record
    if not records:
        return
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for _, record in sorted(records.items()))
    data = f"[\n{lines}\n]\n".encode("utf-8", "replace")
    if data != before:
        write_atomic(path, data)


def _earlier(data: bytes) -> dict[str, dict[str, Any]]:
    records: dict[str, dict[str, Any]] = {}
    for line in data.decode("utf-8", "replace").splitlines():
        if line.startswith("{"):
            record = json.loads(line.rstrip(","))
            records[record["key"]] = record
    return records


def _records(site: Site) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = [
        {"key": "site", "title": site.title, "links": site.links, "language": site.language}
    ]
    records.extend({"key": f"term {key}", **term} for key, term in site.terms.items())
    for number, attachment in site.attachments.items():
        values = {
            "url": attachment.url,
            "title": attachment.title,
            "alt": attachment.alt,
            "caption": attachment.caption,
            "description": attachment.description,
            "parent": attachment.parent,
        }
        records.append(
            {"key": f"attachment {number}", **{name: value for name, value in values.items() if value}}
        )
    records.extend({"key": f"block {number}", "content": content} for number, content in site.blocks.items())
    return records
