"""WordPress shortcodes become HTML before the one parse, or stay as they are and are listed.

Only what is known is touched: captions, galleries, players, embeds and code (whose content must not meet an
HTML parser). The result uses elements of our own (`lfnkr-…`) where HTML has no word for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CODE_LANGUAGES", "Picture", "ShortcodeResult", "expand_shortcodes", "is_code_language"]

#: Shortcodes of SyntaxHighlighter Evolved, WordPress.com and Crayon, and the language each stands for.
CODE_LANGUAGES: Final = {
    "crayon": "", "codesyntax": "",
    "code": "", "sourcecode": "", "source": "", "text": "", "plain": "", "as3": "actionscript",
    "actionscript3": "actionscript", "bash": "bash", "shell": "bash", "coldfusion": "cfml", "cf": "cfml",
    "clojure": "clojure", "clj": "clojure", "cpp": "cpp", "c": "c", "csharp": "csharp", "c-sharp": "csharp",
    "css": "css", "delphi": "delphi", "pas": "pascal", "pascal": "pascal", "diff": "diff", "patch": "diff",
    "erlang": "erlang", "fsharp": "fsharp", "go": "go", "golang": "go", "groovy": "groovy",
    "haskell": "haskell", "java": "java", "javafx": "javafx", "js": "javascript", "jscript": "javascript",
    "javascript": "javascript", "latex": "latex", "tex": "latex", "matlab": "matlab", "objc": "objectivec",
    "obj-c": "objectivec", "perl": "perl", "pl": "perl", "php": "php", "powershell": "powershell",
    "ps": "powershell", "py": "python", "python": "python", "r": "r", "ruby": "ruby", "rb": "ruby",
    "rails": "ruby", "ror": "ruby", "scala": "scala", "sql": "sql", "swift": "swift", "vb": "vbnet",
    "vbnet": "vbnet", "xml": "xml", "xhtml": "html", "xslt": "xml", "html": "html", "yaml": "yaml",
    "yml": "yaml",
}  # fmt: skip
#: CodeColorer: `cc`, letters for its modes (`i` in the line, `e` holds HTML entities), and the language.
_CODECOLORER = re.compile(r"cc([a-z]{0,4})(?:_([\w+#-]+))?")
_CAPTIONS = ("caption", "wp_caption")
_PLAYERS = ("audio", "video")
_EMBEDS = (
    "youtube", "vimeo", "dailymotion", "ted", "soundcloud", "spotify", "instagram", "tweet", "gist", "flickr",
    "wpvideo", "slideshare", "googlevideo", "facebook", "mixcloud", "hulu", "twitchtv", "googlemaps",
    "archiveorg",
)  # fmt: skip
#: What a number of the service looks like, and the address it stands for.
_BY_NUMBER: Final = {
    "youtube": (r"[\w-]{11}", "https://www.youtube.com/watch?v="),
    "vimeo": (r"\d+", "https://vimeo.com/"),
    "wpvideo": (r"\w{8}", "https://videopress.com/v/"),
    "dailymotion": (r"\w{5,20}", "https://www.dailymotion.com/video/"),
    "archiveorg": (r"[\w.-]+", "https://archive.org/details/"),
    "ted": (r"\d+", "https://www.ted.com/talks/view/id/"),
}
#: Formulas in a line of text have these names, too.
_FORMULAS = frozenset({"latex", "tex"})
_SERVICES = frozenset({"gallery", "playlist", "embed", *_EMBEDS} - {"ted"})
_KNOWN = (*CODE_LANGUAGES, *_CAPTIONS, *_PLAYERS, "gallery", "playlist", "embed", *_EMBEDS)

_NAME = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]*)((?:[ \t\r\n=:][^\[\]]*)?)(/?)\](\]?)")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]+)"|(\S+)""")
#: What an attribute has after its `=`; a blank there is one of a formula in brackets.
_ASSIGNS = re.compile(r"""[\w-]=["'“”″&\w/#.-]""")
#: Notes such as `[http://example.org:title]` of other blogs; no shortcode has the name of a scheme.
_SCHEMES = frozenset({"http", "https", "ftp", "mailto"})
_QUOTES = str.maketrans({"“": '"', "”": '"', "″": '"', "„": '"', "‘": "'", "’": "'"})
_QUOTE_REFERENCE = re.compile(r"&(?:quot|[lr]dquo|Prime|#(?:34|822[0-2]|8243));")
_PICTURE_PART = re.compile(r"\s*((?:<a\s[^>]*>)?\s*<img\s[^>]*>\s*(?:</a>)?)(.*)", re.S | re.I)


@dataclass(frozen=True, slots=True)
class Picture:
    """An attachment as a gallery shows it."""

    url: str
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class ShortcodeResult:
    """The content with known shortcodes as HTML, and how often each unknown one was left as it is."""

    html: str
    kept: dict[str, int] = field(default_factory=dict)


def expand_shortcodes(
    content: str,
    *,
    pictures: Callable[[list[str]], list[Picture]],
    encoded: bool = False,
) -> ShortcodeResult:
    """Replace known shortcodes in a post's content.

    Args:
        content: The stored content.
        pictures: The attachments with these ids; for an empty list, those attached to the post.
        encoded: The post's meta says that code shortcodes hold HTML entities (`_syntaxhighlighter_encoded`).
    """
    if "[" not in content:
        return ShortcodeResult(content)
    expander = _Expander(pictures, encoded)
    pieces: list[str] = []
    at = 0
    while found := _NAME.search(content, at):
        pieces.append(content[at : found.start()])
        replaced, at = expander.replace(content, found)
        pieces.append(replaced)
    pieces.append(content[at:])
    return ShortcodeResult("".join(pieces), expander.kept)


class _Expander:
    """Replaces shortcodes one by one and counts those it keeps."""

    def __init__(self, pictures: Callable[[list[str]], list[Picture]], encoded: bool) -> None:
        self.pictures = pictures
        self.encoded = encoded
        self.kept: dict[str, int] = {}

    def replace(self, content: str, found: re.Match[str]) -> tuple[str, int]:
        """What stands for the shortcode that starts here, and where to go on."""
        name = found[3].lower()
        if found[1] and found[6]:  # [[gallery]] is how one writes about shortcodes
            return found[0][1:-1] if name in _KNOWN else found[0], found.end()
        start, end = found.start() + len(found[1]), found.end() - len(found[6])
        body, after = (None, end) if found[5] or found[2] else _body(content, found[3], end)
        known = name in _KNOWN or _CODECOLORER.fullmatch(name)
        html = self._html(name, _attributes(found[4]), body) if known and not found[2] else None
        if html is not None:
            return found[1] + html, after
        if not found[2] and (name in _SERVICES or _looks_like_shortcode(found, content)):
            self.kept[found[3]] = self.kept.get(found[3], 0) + 1
            if "\n" in found[0] and not _in_code(content, start):  # a break would cut the shortcode in two
                return found[1] + re.sub(r"\s*\n\s*", " ", content[start:end]), end
        return found[1] + content[start:end], end

    def _html(self, name: str, attributes: dict[str, str], body: str | None) -> str | None:
        """The HTML for a known shortcode, or None to leave it as it is."""
        if name in CODE_LANGUAGES:
            if body is None or (name in _FORMULAS and "\n" not in body):
                return None
            return self._code(name, attributes, body)
        if name in _CAPTIONS:
            return _caption(attributes, body) if body is not None else None
        if name == "gallery":
            wanted = re.findall(r"[^\s,]+", attributes.get("ids") or attributes.get("include") or "")
            return _gallery(self.pictures(wanted))
        if name == "playlist":
            return self._playlist(attributes)
        if name in _PLAYERS:
            return _player(name, attributes, body)
        if colorer := _CODECOLORER.fullmatch(name):
            return self._colored(colorer, attributes, body) if body is not None else None
        return _embed(name, attributes, body)

    def _code(self, name: str, attributes: dict[str, str], body: str) -> str:
        """A block whose text is exactly what stood between the tags, without the line ends next to them."""
        language = attributes.get("lang") or attributes.get("language") or name
        language = CODE_LANGUAGES.get(language.lower(), re.sub(r"[^\w+#.-]", "", language))
        if self.encoded and "<" not in body and ">" not in body:
            body = unescape(body)
        body = re.sub(r"\A[ \t]*\n|\n[ \t]*\Z", "", body)
        return f'<lfnkr-code lang="{escape(language)}">{escape(body, quote=False)}</lfnkr-code>'

    def _playlist(self, attributes: dict[str, str]) -> str | None:
        """One player for each sound or film."""
        tracks = self.pictures(re.findall(r"[^\s,]+", attributes["ids"])) if attributes.get("ids") else []
        kind = "video" if attributes.get("type") == "video" else "audio"
        players = (_player(kind, {"src": track.url}, None) for track in tracks)
        return "\n\n".join(player for player in players if player) or None

    def _colored(self, colorer: re.Match[str], attributes: dict[str, str], body: str) -> str:
        """The code of CodeColorer, in the line or as a block."""
        modes, language = colorer[1], colorer[2] or ""
        if "e" in modes:
            body = unescape(body)
        if "i" in modes:
            return f"<code>{escape(body.strip(), quote=False)}</code>"
        return self._code(language, attributes, body)


def is_code_language(name: str) -> bool:
    """Whether a `lang` names a programming language; natural languages are short or have a region."""
    return name in CODE_LANGUAGES or (len(name) > 3 and "-" not in name)


def _body(content: str, name: str, start: int) -> tuple[str | None, int]:
    """The text up to the closing tag and where that ends; None when it is never closed."""
    closing = re.compile(rf"\[/{re.escape(name)}\]", re.I).search(content, start)
    return (content[start : closing.start()], closing.end()) if closing else (None, start)


def _in_code(content: str, at: int) -> bool:
    """Whether a place lies in preformatted text or code."""
    return any(content.rfind(f"<{tag}", 0, at) > content.rfind(f"</{tag}", 0, at) for tag in ("pre", "code"))


def _looks_like_shortcode(found: re.Match[str], content: str) -> bool:
    """Whether brackets hold a shortcode and not a word of the text such as `[sic]`; one alone on its line does."""
    if found[3].lower() in _SCHEMES:
        return False
    if _ASSIGNS.search(found[4]) or "://" in found[4] or "_" in found[3] or found[5]:
        return True
    before, after = content[: found.start()].rstrip(" \t"), content[found.end() :].lstrip(" \t")
    alone = not found[4] and found[3].islower() and before[-1:] in ("", "\n") and after[:1] in ("", "\n")
    return alone or f"[/{found[3]}]" in content


def _attributes(text: str) -> dict[str, str]:
    """Named attributes by lower-case name; unnamed ones by their place, counted from 0."""
    text = _straight(text)
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text.strip().rstrip("/")):
        if found[1]:
            values[found[1].lower()] = found[2] or found[3] or found[4] or ""
        else:
            values[str(len([key for key in values if key.isdigit()]))] = found[5] or found[6]
    return values


def _straight(text: str) -> str:
    """Attributes whose quotes an editor turned into typographic ones or references, with straight ones."""
    if '"' in text or "'" in text:
        return text if text.count('"') % 2 == 0 else text.translate(_QUOTES)
    return _QUOTE_REFERENCE.sub('"', text).translate(_QUOTES)


def _caption(attributes: dict[str, str], body: str) -> str:
    picture, caption = body, attributes.get("caption", "")
    if not caption and (found := _PICTURE_PART.match(body)):
        picture, caption = found[1], found[2]
    if not caption.strip():
        return picture
    return f"<figure>{picture.strip()}<figcaption>{caption.strip()}</figcaption></figure>"


def _gallery(found: list[Picture]) -> str | None:
    if not found:
        return None
    return "\n\n".join(_figure(picture) for picture in found)


def _figure(picture: Picture) -> str:
    img = f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}">'
    if not picture.caption:
        return f"<figure>{img}</figure>"
    return f"<figure>{img}<figcaption>{picture.caption}</figcaption></figure>"


def _player(name: str, attributes: dict[str, str], body: str | None) -> str | None:
    """A player; its address also stands as a link inside, for readers without one."""
    formats = (
        "src",
        "mp3",
        "m4a",
        "ogg",
        "wav",
        "wma",
        "mp4",
        "m4v",
        "webm",
        "ogv",
        "wmv",
        "flv",
        "mov",
        "0",
    )
    given = next((attributes[key] for key in formats if attributes.get(key)), "") or (body or "").strip()
    url = unescape(given.lstrip(":=").split("|")[0])  # `[audio:address|options]` of the plugin Audio Player
    if not re.match(r"(?:https?:)?//|/", url) or ",http" in url:
        return None
    poster = f' poster="{escape(attributes["poster"])}"' if attributes.get("poster") else ""
    return f'<{name} controls src="{escape(url)}"{poster}></{name}>'


def _embed(name: str, attributes: dict[str, str], body: str | None) -> str | None:
    """The embedded address as a link of its own line; some services are named by a film's number alone."""
    given = [
        body or "",
        attributes.get("url", ""),
        attributes.get("src", ""),
        attributes.get("0", "").lstrip("="),
    ]
    url = next((text.strip() for text in given if re.match(r"\s*https?://\S+\s*\Z", text)), "")
    if not url and name in _BY_NUMBER:
        pattern, base = _BY_NUMBER[name]
        number = next(
            (text for text in (attributes.get("id", ""), *given) if re.fullmatch(pattern, text)), ""
        )
        url = base + number if number else ""
    if not url:
        return None
    url = unescape(url)
    return f'<lfnkr-embed href="{escape(url)}"></lfnkr-embed>'
