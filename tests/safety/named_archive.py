"""An archive whose posts hold a name in every place a post has, and how to read finished files back."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pikepdf
import pypdfium2
from registers import private_copy

from lfnkr_nb import Archive, Briefing, Post

if TYPE_CHECKING:
    from pathlib import Path

#: What a post may say; NAME stands for the name, HREF for its percent-encoded form.
CONTENT = """\
NAME was first to speak. *NAME*, **NAME** and `NAME` followed, then NAME’s sister.

## What NAME said

> NAME spoke.

- NAME in a list
    1. NAME deeper

| who | where |
|---|---|
| NAME | Hyesan |
| by NAME | x |

[NAME](https://example.org/about) and [a page](https://example.org/people/HREF/) and <https://example.org/?q=HREF>.

A call[^HREFNOTE] and another[^2].

[^HREFNOTE]: NAME in a note.
[^2]: The note of NAME.

![A drawing by NAME](media/none.png "NAME drew it")

<figure><img src="media/none.png" alt="Portrait of NAME"><figcaption>NAME at home</figcaption></figure>

<dl><dt>NAME</dt><dd>is NAME</dd></dl>

```
print("NAME")  # HREF
```

<details><summary>NAME</summary><p>More of NAME.</p></details>

<p>From &lt;NAME&gt; with ENTITIES.</p>
"""

HEADER = {
    "title": "The story of NAME",
    "standfirst": "NAME tells.",
    "byline": "NAME",
    "excerpt": "NAME in short.",
    "subject": "The case of NAME",
    "salutation": "Dear NAME,",
    "signatories": ["NAME", "A. Helper"],
    "permalink": "https://example.org/HREF/",
}


def filled(text: str, name: str) -> str:
    """A text with the name in its places."""
    entities = "".join(f"&#{ord(c)};" for c in name)
    href = quote(name, safe="")
    key = re.sub(r"[^\w%-]", "-", name)
    said = text.replace("HREFNOTE", key).replace("HREF", href).replace("ENTITIES", entities)
    return said.replace("NAME", name)


def post(folder: Path, number: int, name: str, **fields: object) -> None:
    """Write a post that holds a name everywhere."""
    values = {
        key: [filled(v, name) for v in value] if isinstance(value, list) else filled(value, name)
        for key, value in HEADER.items()
    }
    values["permalink"] = values["permalink"].replace(".org/", f".org/{number}/")
    made = {"status": "publish", "date": f"2017-09-{number % 28 + 1:02}", **values, **fields}
    Post.new(folder / "posts" / f"p{number}.md", filled(CONTENT, name), **made).save()


def briefing(folder: Path, register: Path | str, **fields: object) -> Briefing:
    """The briefing of all posts of an archive, with its register in place."""
    private_copy(register, folder)
    return Briefing("All", Archive.open(folder / "posts"), **fields)  # type: ignore[arg-type]


def shown(path: Path) -> str:
    """Everything that can be read in a finished HTML page or PDF: text, attributes, metadata, strings, streams."""
    data = path.read_bytes()
    if path.suffix == ".html":
        page = data.decode("utf-8")
        text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        return "\n".join([html.unescape(re.sub(r"<[^>]*>", "", text)), html.unescape(text)])
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    texts += [str(value) for value in document.get_metadata_dict().values()]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for entry in pdf.objects:
            texts += list(_strings(entry))
        texts.append(str(pdf.open_metadata()))
    return "\n".join(texts)


def _strings(entry: object, depth: int = 0) -> list[str]:
    if isinstance(entry, pikepdf.String):
        return [str(entry)]
    if isinstance(entry, pikepdf.Array) and depth < 8:
        return [text for item in entry for text in _strings(item, depth + 1)]
    if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream) and depth < 8:
        return [
            text
            for key, item in entry.items()
            if key not in ("/Parent", "/P") and not getattr(item, "is_indirect", False)
            for text in [key, *_strings(item, depth + 1)]
        ]
    return []
