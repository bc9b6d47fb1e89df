"""Makes a folder of posts to measure with: the same for the same seed and count, everywhere.

    python benchmarks/sample_posts.py FOLDER [--count 50] [--seed 1]

Each post has about 800 words (Japanese: about 2,000 characters), two pictures, a table, a list and three
footnotes; of five posts three are in English, one in Japanese and one in Korean, and each quotes the other
two. Nobody and nothing in them is real.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter

LANGUAGES = ("en", "en", "ja", "en", "ko")


@dataclass(frozen=True)
class Words:
    """What sentences of a language are made of; `sentences` of them make a paragraph."""

    openings: tuple[str, ...]
    actors: tuple[str, ...]
    acts: tuple[str, ...]
    ends: tuple[str, ...]
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    sentences: int
    joint: str = " "
    stop: str = ". "

    def sentence(self, random: Random) -> str:
        """One sentence, without its full stop."""
        parts = (random.choice(each) for each in (self.openings, self.actors, self.acts, self.ends))
        return self.joint.join(parts)

    def paragraph(self, random: Random, sentences: int) -> str:
        """Some sentences."""
        return "".join(self.sentence(random) + self.stop for _ in range(sentences)).strip()


WORDS = {
    "en": Words(
        (
            "In the second week of the month",
            "Before the road was closed",
            "As the list of the warehouse shows",
            "When the office opened again after the holidays",
            "On the way back from the harbour",
            "According to the two volunteers on duty",
        ),
        (
            "a driver from the next valley",
            "the group that keeps the blankets",
            "our treasurer",
            "a teacher who did not want to be named",
            "the committee",
            "one of the translators",
        ),
        (
            "counted the boxes once more and found",
            "wrote down in a school notebook",
            "handed over without much talk",
            "compared with the figures of last year",
            "read aloud to everybody in the room",
            "promised to send by the evening train",
        ),
        (
            "what was left of the winter coats",
            "the receipts for rice, oil and medicine (¥48,300)",
            "a letter of three pages with a drawing of a bridge",
            "the answers to seven of the nine questions",
            "every address that was still of use",
            "more than could be carried in one afternoon",
        ),
        ("What was delivered", "What it cost", "Who helped", "What comes next"),
        ("Month", "Boxes", "Households", "Cost"),
        2,
    ),
    "ja": Words(
        (
            "月の第二週に",
            "道が閉ざされる前に",
            "倉庫の一覧によると",
            "休み明けの事務所では",
            "港からの帰り道、",
        ),
        ("隣の谷の運転手が", "毛布を預かる班が", "会計係が", "名を伏せた教師が", "通訳の一人が"),
        (
            "冬の上着の残りを",
            "米と油と薬の領収書を",
            "橋の絵を添えた手紙を",
            "九つの質問への答えを",
            "使える住所をすべて",
        ),
        (
            "もう一度数え直した",
            "学校の帳面に書き留めた",
            "静かに手渡した",
            "去年の数字と比べた",
            "夕方の汽車で送ると約束した",
        ),
        ("届けたもの", "かかった費用", "手伝った人々", "これからのこと"),
        ("月", "箱", "世帯", "費用"),
        3,
        joint="",
        stop="。",
    ),
    "ko": Words(
        (
            "그달 둘째 주에",
            "길이 막히기 전에",
            "창고 목록에 따르면",
            "휴일이 끝난 사무실에서",
            "항구에서 돌아오는 길에",
        ),
        (
            "이웃 골짜기의 운전사가",
            "담요를 맡은 모임이",
            "회계 담당자가",
            "이름을 밝히지 않은 교사가",
            "통역 한 사람이",
        ),
        (
            "남은 겨울 외투를",
            "쌀과 기름과 약의 영수증을",
            "다리를 그린 세 쪽짜리 편지를",
            "아홉 가지 물음의 답을",
            "쓸 수 있는 주소를 모두",
        ),
        (
            "다시 한 번 세어 보았다",
            "공책에 적어 두었다",
            "말없이 건네주었다",
            "지난해 숫자와 견주었다",
            "저녁 기차로 보내기로 했다",
        ),
        ("전달한 것", "들어간 비용", "도와준 사람들", "앞으로의 일"),
        ("달", "상자", "가구", "비용"),
        4,
    ),
}


def write_posts(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write that many posts and their pictures into a folder, which is made."""
    (folder / "media").mkdir(parents=True)
    for number in range(count):
        random = Random(f"{seed}-{number}")
        lang = LANGUAGES[number % len(LANGUAGES)]
        (folder / "media" / f"chart-{number}.png").write_bytes(chart(random))
        (folder / "media" / f"view-{number}.jpg").write_bytes(view(random))
        text = header(number, lang) + body(number, lang, random)
        (folder / f"post-{number:04}.md").write_text(text, encoding="utf-8")


def header(number: int, lang: str) -> str:
    """The front matter of a post."""
    day = f"{2001 + number // 28}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return (
        f"---\ntitle: {WORDS[lang].headings[number % 4]} {number + 1}\ndate: {day}T09:00:00+09:00\n"
        f"status: publish\nkind: report\nlang: {lang}\n"
        f"permalink: https://sample.example/{number + 1}/\nbyline: M. T.\n---\n"
    )


def body(number: int, lang: str, random: Random) -> str:
    """The text of a post: four parts with a table, pictures, a list, quotations and footnotes."""
    words, others = WORDS[lang], [other for other in WORDS if other != lang]
    extras = (
        table(words, random),
        figure(f"media/chart-{number}.png", words, random),
        "\n".join(f"- {words.sentence(random)}" for _ in range(4)),
        figure(f"media/view-{number}.jpg", words, random),
    )
    parts = [
        f"## {heading}\n\n{opening(words, random, note)}\n\n{extra}\n\n"
        + "\n\n".join(words.paragraph(random, words.sentences) for _ in range(2))
        for note, (heading, extra) in enumerate(zip(words.headings, extras, strict=True), 1)
    ]
    quotes = [
        f'<blockquote lang="{other}"><p>{WORDS[other].paragraph(random, 2)}</p></blockquote>'
        for other in others
    ]
    notes = [f"[^{note}]: {words.paragraph(random, 1)}" for note in (1, 2, 3)]
    return "\n\n".join([*parts, *quotes, *notes]) + "\n"


def opening(words: Words, random: Random, note: int) -> str:
    """The first paragraph of a part, with a word in bold, a link and, but for the last, a footnote."""
    call = f"[^{note}]" if note <= 3 else ""
    link = f"[sample.example](https://sample.example/source/{random.randrange(1000)}/)"
    return f"**{random.choice(words.columns)}**: {words.paragraph(random, 2)}{call} ({link})"


def table(words: Words, random: Random) -> str:
    """A table with six rows of figures."""
    rows = [
        f"| {month} | {random.randrange(999)} | {random.randrange(99)} | ¥{random.randrange(10**6):,} |"
        for month in range(1, 7)
    ]
    return "\n".join([f"| {' | '.join(words.columns)} |", "|---|--:|--:|--:|", *rows])


def figure(source: str, words: Words, random: Random) -> str:
    """A picture with its description and caption."""
    return (
        f'<figure><img src="{source}" alt="{words.sentence(random)}">'
        f"<figcaption>{words.sentence(random)}</figcaption></figure>"
    )


def chart(random: Random) -> bytes:
    """A bar chart, 900 × 500 pixels, as PNG."""
    image = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(image)
    for bar in range(12):
        left, height = 40 + bar * 70, random.randrange(40, 440)
        draw.rectangle((left, 470 - height, left + 46, 470), fill=(29, 63 + bar * 8, 110))
    draw.line((30, 470, 880, 470), fill="black", width=3)
    return encoded(image, "PNG")


def view(random: Random) -> bytes:
    """Something like a photograph, 1200 × 800 pixels, as JPEG."""
    image = Image.new("RGB", (120, 80))
    draw = ImageDraw.Draw(image)
    for _ in range(300):
        x, y, size = random.randrange(120), random.randrange(80), random.randrange(2, 25)
        colour = (random.randrange(256), random.randrange(256), random.randrange(256))
        draw.ellipse((x, y, x + size, y + size), fill=colour)
    return encoded(image.resize((1200, 800)).filter(ImageFilter.GaussianBlur(3)), "JPEG")


def encoded(image: Image.Image, kind: str) -> bytes:
    """The image as a file."""
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def main() -> None:
    """Write the posts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_posts(given.folder, given.count, seed=given.seed)


if __name__ == "__main__":
    main()
