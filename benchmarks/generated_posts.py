"""Makes archives of any size to measure with: the same for the same seed and count, everywhere.

    python benchmarks/generated_posts.py FOLDER [--count 10000] [--seed 1]

A post has 100 to 2,000 words (Japanese: two to three characters count as a word). Of ten posts seven are in
English, two in Japanese and one in Korean. Words are made of syllables and drawn as often as words of real
texts are (Zipf's law), so that a search has rare and frequent words to find; the commonest are real function
words. The posts lie in `posts/YYYY/`. Nobody and nothing in them is real.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

LANGUAGES = ("en", "en", "ja", "en", "en", "ko", "en", "en", "ja", "en")
CATEGORIES = (
    "Relief",
    "Relief > Food",
    "Relief > Education",
    "Defectors",
    "Letters",
    "News",
    "Reports > 2010s",
)
KINDS = ("news", "report", "statement", "open-letter", "testimony", "interview", "profile")
STATUSES = ("publish",) * 17 + ("draft", "private", "pending")
#: How many different words a language has.
VOCABULARY = {"en": 40_000, "ja": 15_000, "ko": 15_000}
COMMON = {
    "en": "the of and to in a that for was on with as by at from were is this had not they be which have are",
    "ja": "の に は を が と で た も から こと して いる した まで ため による",
    "ko": "이 그 및 수 것 등 한 있는 있다 했다 위해 대한 에서 으로",
}
ONSETS = ("b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "br", "st", "tr")


@dataclass(frozen=True)
class Language:
    """Its words and how probable each is, in the same order; what joins words and ends a sentence."""

    words: np.ndarray
    chances: np.ndarray
    joint: str
    stop: str

    def draw(self, numbers: np.random.Generator, count: int) -> list[str]:
        """That many words."""
        places = np.searchsorted(self.chances, numbers.random(count))
        return [str(word) for word in self.words[np.minimum(places, len(self.words) - 1)]]


def languages(seed: int) -> dict[str, Language]:
    """The languages of a seed."""
    return {
        "en": _language("en", _syllables("en"), seed, " ", ". "),
        "ja": _language("ja", _syllables("ja"), seed, "", "。"),
        "ko": _language("ko", _syllables("ko"), seed, " ", ". "),
    }


def _syllables(lang: str) -> list[str]:
    if lang == "ja":
        return [chr(0x4E00 + 17 * step) for step in range(900)] + [chr(0x30A2 + step) for step in range(60)]
    if lang == "ko":
        return [chr(0xAC00 + 28 * step) for step in range(0, 399, 2)] + [
            chr(0xAC04 + 28 * step) for step in range(300)
        ]
    return [a + b + c for a in ONSETS for b in "aeiou" for c in ("", "n", "r", "l", "st")]


def _language(lang: str, syllables: list[str], seed: int, joint: str, stop: str) -> Language:
    random = Random(f"{seed}-{lang}")
    most = 3 if lang != "en" else 4
    words = COMMON[lang].split()
    taken = set(words)
    while len(words) < VOCABULARY[lang]:
        word = "".join(random.choices(syllables, k=random.randint(2, most)))
        if word not in taken:
            taken.add(word)
            words.append(word)
    weights = 1 / (np.arange(len(words)) + 2.7) ** 1.05
    return Language(np.array(words, dtype=object), np.cumsum(weights / weights.sum()), joint, stop)


def write_archive(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write that many posts below `folder/posts`, which is made."""
    known = languages(seed)
    for year in range(2003, 2025):
        (folder / "posts" / str(year)).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        name, text = post(number, known, seed)
        (folder / "posts" / name).write_text(text, encoding="utf-8")


def post(number: int, known: dict[str, Language], seed: int) -> tuple[str, str]:
    """Path of a post below posts/, and its text."""
    random, numbers = Random(f"{seed}-{number}"), np.random.default_rng([seed, number])
    lang = LANGUAGES[number % len(LANGUAGES)]
    title = " ".join(known[lang].draw(numbers, 5)) if lang != "ja" else "".join(known[lang].draw(numbers, 5))
    year, month, day = random.randint(2003, 2024), random.randint(1, 12), random.randint(1, 28)
    head = (
        f"---\ntitle: {title}\ndate: {year}-{month:02}-{day:02}T{random.randint(0, 23):02}:30:00+09:00\n"
        f"status: {random.choice(STATUSES)}\nkind: {random.choice(KINDS)}\nlang: {lang}\n"
        f"permalink: https://sample.example/{number}/\nbyline: M. T.\n"
        f"categories: [{random.choice(CATEGORIES)}]\n"
        f"tags: [tag {random.randint(1, 300)}, tag {random.randint(1, 300)}]\n---\n\n"
    )
    name = f"{year}/{year}-{month:02}-{day:02}-post-{number:06}.md"
    return name, head + body(known[lang], random, numbers)


def body(language: Language, random: Random, numbers: np.random.Generator) -> str:
    """100 to 2,000 words in paragraphs, with headings, links, strong words and lists."""
    words = language.draw(numbers, random.randint(100, 2000))
    cuts = [0]
    while cuts[-1] < len(words):
        cuts.append(cuts[-1] + random.randint(8, 22))
    sentences = [language.joint.join(words[start:end]) for start, end in pairwise(cuts)]
    parts = []
    while sentences:
        size = random.randint(2, 6)
        taken, sentences = sentences[:size], sentences[size:]
        parts.append(_paragraph(taken, language.stop, random))
    return "\n\n".join(parts) + "\n"


def _paragraph(sentences: list[str], stop: str, random: Random) -> str:
    match random.randint(1, 12):
        case 1:
            return f"## {sentences[0]}" + (
                "\n\n" + (stop.join(sentences[1:]) + stop.strip()) if sentences[1:] else ""
            )
        case 2:
            return "\n".join(f"- {sentence}" for sentence in sentences)
        case 3:
            return f"[{sentences[0]}](https://sample.example/{random.randint(1, 999)}/){stop}{stop.join(sentences[1:])}"
        case 4:
            return f"**{sentences[0]}**{stop}{stop.join(sentences[1:])}"
        case _:
            return stop.join(sentences) + stop.strip()


@contextmanager
def archive_in(folder: Path | None, count: int) -> Iterator[Path]:
    """The root of an archive of so many posts: in a folder, where it stays for the next time, or a temporary one."""
    with nullcontext(folder) if folder else TemporaryDirectory() as name:
        root = Path(name)
        if not (root / "posts").is_dir():
            write_archive(root, count)
        yield root


def main() -> None:
    """Write the posts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_archive(given.folder, given.count, seed=given.seed)


if __name__ == "__main__":
    main()
