"""Draws the pictures of the sample archive: `python docs/make_sample_pictures.py [POSTS]`.

Every picture is flat colour drawn at three times its size and scaled down, so it stays small and sharp.
The same Pillow gives the same bytes: nothing is random, and the files carry pixels only.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable

SCALE: Final = 3
SIZE: Final = (960, 540)

BLUE: Final = "#1d3f6e"
RUST: Final = "#b5542b"
NIGHT: Final = "#12284a"
SLATE: Final = "#4d6b93"
MIST: Final = "#a9bbd1"
PALE: Final = "#dfe6ee"
PAPER: Final = "#f7f3ec"
SAND: Final = "#e8d9c4"
PEACH: Final = "#e9b48f"
LAMP: Final = "#f5d48a"
GREEN: Final = "#6f8f5e"
INK: Final = "#22303f"

#: Bags of rice, as in the table of the post "Rice for the Winter".
RICE: Final = (("Nov", 120), ("Dec", 180), ("Jan", 240), ("Feb", 225), ("Mar", 135))
#: Hours of language lessons, as in the table of the post "Annual Report 2023".
LESSONS: Final = (("2019", 1240), ("2020", 610), ("2021", 720), ("2022", 1105), ("2023", 1380))

RIPPLES: Final[tuple[tuple[int, int, int], ...]] = (
    (90, 348, 130), (420, 362, 90), (640, 352, 170), (180, 402, 210), (560, 420, 240), (770, 386, 110),
)  # fmt: skip
WAVES: Final[tuple[tuple[int, int, int], ...]] = (
    (40, 350, 120), (700, 362, 200), (560, 396, 150), (820, 420, 110), (420, 424, 80), (640, 446, 120),
)  # fmt: skip
PETALS: Final[tuple[tuple[int, int, int], ...]] = (
    (250, 300, 20), (642, 268, 70), (842, 330, 130), (410, 330, 40), (900, 452, 10), (150, 470, 80),
)  # fmt: skip
BLOSSOMS: Final[tuple[tuple[int, int, int], ...]] = (
    (330, 172, 24), (392, 146, 30), (440, 124, 22), (470, 240, 26), (494, 186, 22), (520, 52, 28),
    (584, 60, 22), (560, 128, 30), (640, 102, 26), (700, 80, 30), (748, 216, 26), (768, 160, 22),
    (806, 96, 28), (872, 76, 26), (926, 62, 30),
)  # fmt: skip
STARS: Final[tuple[tuple[int, int], ...]] = (
    (90, 70), (180, 130), (262, 52), (410, 96), (520, 44), (610, 120), (700, 60), (890, 170), (64, 180),
)  # fmt: skip
WEST_COAST: Final[tuple[tuple[int, int], ...]] = (
    (206, 318), (250, 352), (306, 392), (286, 430), (322, 480), (300, 540),
)  # fmt: skip
EAST_COAST: Final[tuple[tuple[int, int], ...]] = (
    (836, 206), (770, 232), (700, 300), (600, 372), (560, 420), (640, 470), (690, 540),
)  # fmt: skip
CHINA_COAST: Final[tuple[tuple[int, int], ...]] = (
    (206, 318), (150, 300), (70, 318), (0, 300), (0, 0), (960, 0), (960, 168), (900, 172), (836, 206),
)  # fmt: skip
RIVERS: Final[tuple[tuple[int, int], ...]] = (
    (206, 318), (262, 286), (330, 268), (378, 232), (440, 222), (492, 190), (548, 178), (586, 186),
    (636, 168), (664, 128), (716, 106), (764, 122), (798, 164), (836, 206),
)  # fmt: skip

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture in the making; all measures are those of the finished picture."""

    image: Image.Image
    draw: ImageDraw.ImageDraw

    @classmethod
    def new(cls, background: str) -> Canvas:
        """An empty picture of one colour."""
        image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), background)
        return cls(image, ImageDraw.Draw(image))

    def box(self, left_top: Point, right_bottom: Point, *, fill: str, radius: float = 0) -> None:
        """A filled rectangle, with round corners where `radius` is given."""
        corners = [value * SCALE for value in (*left_top, *right_bottom)]
        self.draw.rounded_rectangle(corners, radius=radius * SCALE, fill=fill)

    def oval(self, centre: Point, width: float, height: float, *, fill: str) -> None:
        """A filled ellipse around its centre."""
        x, y = centre
        corners = [v * SCALE for v in (x - width / 2, y - height / 2, x + width / 2, y + height / 2)]
        self.draw.ellipse(corners, fill=fill)

    def shape(self, points: list[Point], *, fill: str) -> None:
        """A filled polygon."""
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: list[Point], *, fill: str, width: float) -> None:
        """A line through the points, with round joints and ends."""
        self.draw.line(
            [(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=round(width * SCALE), joint="curve"
        )
        for x, y in (points[0], points[-1]):
            self.oval((x, y), width, width, fill=fill)

    def text(
        self, x: float, y: float, words: str, *, size: float, fill: str = INK, anchor: str = "mm"
    ) -> None:
        """One line of text in the typeface that comes with Pillow."""
        font = ImageFont.load_default(size * SCALE)
        self.draw.text((x * SCALE, y * SCALE), words, font=font, fill=fill, anchor=anchor)

    def finished(self) -> Image.Image:
        """The picture at its real size."""
        return self.image.resize(SIZE, Image.Resampling.LANCZOS)


def ridge(base: float, waves: list[tuple[float, float, float]]) -> list[Point]:
    """A skyline of hills closed at the lower edge; each wave is height, length and offset."""
    width, height = SIZE
    crest = [
        (
            float(x),
            base - sum(h * (1 + sin(2 * pi * (x + offset) / length)) / 2 for h, length, offset in waves),
        )
        for x in range(0, width + 5, 4)
    ]
    return [(0.0, height), *crest, (width + 4.0, height)]


def river_at_dusk() -> Image.Image:
    """Hills, a wide river, a lit window on the far bank."""
    canvas = Canvas.new(PEACH)
    for step, colour in enumerate(("#7d93b4", "#97a6bd", "#b5b9c2", "#d0c3bd", "#e2bfa6", "#e9b48f")):
        canvas.box((0, step * 42), (SIZE[0], (step + 1) * 42 + 2), fill=colour)
    canvas.oval((690, 226), 92, 92, fill="#f6dfb8")
    canvas.shape(ridge(286, [(90, 620, 60), (28, 210, 10)]), fill="#7f8fae")
    canvas.shape(ridge(300, [(74, 430, 330), (16, 120, 70)]), fill=SLATE)
    canvas.shape(ridge(312, [(40, 510, 150), (9, 90, 0)]), fill=BLUE)
    canvas.box((0, 308), (SIZE[0], SIZE[1]), fill="#8fa3be")
    for step, colour in enumerate(("#c9b3a5", "#b4afb3", "#9fa9b8", "#8a9fbc", "#738cae", "#5d799f")):
        canvas.box((0, 308 + step * 30), (SIZE[0], 340 + step * 30), fill=colour)
    canvas.box((0, 306), (SIZE[0], 311), fill=NIGHT)
    draw_far_house(canvas)
    for x, y, length in RIPPLES:
        canvas.line([(x, y), (x + length, y)], fill="#e3c9b4", width=2)
    canvas.shape(ridge(520, [(58, 760, 420), (10, 150, 30)]), fill=NIGHT)
    for x in range(18, 320, 13):
        lean = 9 * sin(x)
        canvas.line([(x, 520), (x + lean, 438 + 22 * cos(x * 1.7))], fill=NIGHT, width=2.6)
    return canvas.finished()


def draw_far_house(canvas: Canvas) -> None:
    """A small house on the far bank and its light on the water."""
    canvas.shape([(246, 288), (266, 272), (286, 288)], fill=NIGHT)
    canvas.box((250, 287), (282, 309), fill=NIGHT)
    canvas.box((262, 292), (270, 301), fill=LAMP)
    for y, width in ((318, 16), (327, 12), (337, 18), (348, 10), (360, 14), (373, 7)):
        canvas.box((266 - width / 2, y), (266 + width / 2, y + 4), fill=LAMP, radius=2)


def niigata_harbour() -> Image.Image:
    """A ship leaves; streamers run from the quay to the rail."""
    canvas = Canvas.new(PALE)
    canvas.box((0, 0), (SIZE[0], 150), fill="#cbd6e3")
    canvas.oval((770, 170), 120, 120, fill=PEACH)
    canvas.shape(ridge(330, [(60, 900, 300), (18, 260, 0)]), fill=MIST)
    canvas.box((0, 326), (SIZE[0], SIZE[1]), fill=SLATE)
    for x, y, length in WAVES:
        canvas.line([(x, y), (x + length, y)], fill="#7f99bb", width=2.4)
    draw_ship(canvas)
    canvas.shape([(0, 452), (520, 468), (470, 540), (0, 540)], fill=NIGHT)
    people = [(x, 456 + x / 33) for x in (40, 78, 112, 160, 196, 236, 290, 322, 372, 418, 452)]
    for number, (x, foot) in enumerate(people):
        draw_person(canvas, (x, foot), 34 + 5 * (number % 3))
    for number, (x, foot) in enumerate(people[2::2]):
        hand, rail = (x + 8, foot - 36), (390 + 62 * number, 268)
        draw_streamer(canvas, hand, rail, colour=RUST if number % 2 else PAPER)
    return canvas.finished()


def draw_ship(canvas: Canvas) -> None:
    """A white steamer seen from the side, bow to the right."""
    canvas.shape([(330, 268), (860, 262), (826, 372), (366, 372)], fill=PAPER)
    canvas.shape([(352, 340), (838, 338), (826, 372), (366, 372)], fill=BLUE)
    canvas.box((420, 222), (740, 270), fill="#ece6dc")
    canvas.box((470, 184), (660, 224), fill=PAPER)
    canvas.shape([(566, 184), (576, 108), (626, 108), (622, 184)], fill=RUST)
    canvas.shape([(573, 128), (576, 108), (626, 108), (625, 128)], fill=NIGHT)
    for x, y, size in ((622, 92, 30), (600, 74, 40), (566, 58, 52), (520, 46, 60)):
        canvas.oval((x, y), size * 1.5, size * 0.62, fill="#b4c1d1")
    canvas.line([(780, 264), (780, 150)], fill=INK, width=3)
    canvas.line([(400, 268), (400, 176)], fill=INK, width=3)
    for x in range(440, 730, 28):
        canvas.oval((x, 246), 10, 10, fill=SLATE)
    for x in range(488, 560, 26):
        canvas.box((x, 196), (x + 14, 210), fill=SLATE, radius=2)
    for x in range(400, 820, 34):
        canvas.oval((x, 308), 9, 9, fill=SLATE)


def draw_person(canvas: Canvas, feet: Point, height: float) -> None:
    """A dark figure with one arm raised."""
    x, foot = feet
    canvas.oval((x, foot - height), 11, 11, fill=NIGHT)
    canvas.shape(
        [(x - 7, foot), (x - 6, foot - height + 8), (x + 6, foot - height + 8), (x + 7, foot)], fill=NIGHT
    )
    canvas.line([(x + 3, foot - height + 12), (x + 10, foot - height - 2)], fill=NIGHT, width=3)


def draw_streamer(canvas: Canvas, start: Point, end: Point, *, colour: str) -> None:
    """A paper streamer that sags between two points."""
    steps = [step / 24 for step in range(25)]
    points = [
        (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t + 46 * sin(pi * t))
        for t in steps
    ]
    canvas.line(points, fill=colour, width=2.2)


def night_school() -> Image.Image:
    """A school building at night, lit on the upper floor."""
    canvas = Canvas.new(NIGHT)
    canvas.box((0, 210), (SIZE[0], SIZE[1]), fill="#1a3560")
    canvas.box((0, 320), (SIZE[0], SIZE[1]), fill="#2b4a77")
    canvas.oval((800, 96), 62, 62, fill="#f3e6c6")
    canvas.oval((784, 88), 58, 58, fill=NIGHT)
    for x, y in STARS:
        canvas.oval((x, y), 4, 4, fill=PALE)
    canvas.shape(ridge(420, [(50, 700, 120), (20, 170, 60)]), fill="#1a3560")
    canvas.box((150, 206), (780, 462), fill="#3d5a86")
    canvas.box((140, 196), (790, 210), fill=SLATE)
    canvas.box((430, 150), (510, 206), fill="#3d5a86")
    canvas.oval((470, 178), 36, 36, fill=PAPER)
    canvas.line([(470, 178), (470, 167)], fill=INK, width=2.5)
    canvas.line([(470, 178), (478, 184)], fill=INK, width=2.5)
    for number, x in enumerate(range(176, 740, 72)):
        draw_window(canvas, (x, 232), LAMP if 1 <= number <= 6 else "#28446f")
        draw_window(canvas, (x, 330), "#28446f" if number not in (0, 7) else "#22395f")
    canvas.box((432, 392), (508, 462), fill=PEACH)
    canvas.line([(470, 392), (470, 462)], fill="#3d5a86", width=3)
    canvas.box((0, 460), (SIZE[0], SIZE[1]), fill="#0e203d")
    canvas.shape([(440, 462), (500, 462), (560, 540), (380, 540)], fill="#8d7a66")
    for x, foot in ((352, 500), (404, 516), (560, 496)):
        draw_person_in_lamplight(canvas, x, foot)
    return canvas.finished()


def draw_window(canvas: Canvas, corner: Point, light: str) -> None:
    """A classroom window with its cross."""
    x, y = corner
    canvas.box((x, y), (x + 48, y + 58), fill=light, radius=2)
    canvas.line([(x + 24, y + 1), (x + 24, y + 57)], fill="#3d5a86", width=3)
    canvas.line([(x + 1, y + 24), (x + 47, y + 24)], fill="#3d5a86", width=3)


def draw_person_in_lamplight(canvas: Canvas, x: float, foot: float) -> None:
    """Somebody with a bag on the way to the door."""
    canvas.oval((x, foot - 52), 15, 15, fill=PALE)
    canvas.shape([(x - 10, foot), (x - 8, foot - 42), (x + 8, foot - 42), (x + 10, foot)], fill=MIST)
    canvas.box((x + 7, foot - 24), (x + 19, foot - 8), fill=RUST, radius=2)


def border_sketch() -> Image.Image:
    """China, North Korea and the rivers between them; a sketch, not to scale."""
    canvas = Canvas.new(MIST)
    canvas.shape([*CHINA_COAST, *reversed(RIVERS)], fill=SAND)
    canvas.shape([*RIVERS, *EAST_COAST, *reversed(WEST_COAST)], fill=PAPER)
    canvas.line(list(RIVERS), fill=RUST, width=6)
    for (left, top), (right, bottom) in pairwise(RIVERS):
        x, y = (left + right) / 2, (top + bottom) / 2
        canvas.line([(x - 8, y - 8), (x + 8, y + 8)], fill=RUST, width=3.5)
        canvas.line([(x - 8, y + 8), (x + 8, y - 8)], fill=RUST, width=3.5)
    canvas.text(300, 120, "CHINA", size=34, fill=BLUE)
    canvas.text(462, 330, "NORTH KOREA", size=30, fill=BLUE)
    canvas.text(120, 420, "Yellow Sea", size=22, fill=BLUE)
    canvas.text(810, 400, "Sea of Japan", size=22, fill=BLUE)
    canvas.text(318, 226, "Yalu", size=20, fill=RUST)
    canvas.text(764, 84, "Tumen", size=20, fill=RUST)
    canvas.text(936, 516, "Sketch, not to scale", size=16, fill=BLUE, anchor="rm")
    return canvas.finished()


def graduation() -> Image.Image:
    """A certificate with a ribbon under a branch of cherry blossom."""
    canvas = Canvas.new(PAPER)
    canvas.box((0, 430), (SIZE[0], SIZE[1]), fill=SAND)
    canvas.line(
        [(960, 60), (820, 92), (690, 84), (560, 130), (430, 134), (330, 172)], fill="#6b4a3a", width=11
    )
    canvas.line([(690, 84), (610, 54), (520, 50)], fill="#6b4a3a", width=6)
    canvas.line([(560, 130), (500, 182), (470, 236)], fill="#6b4a3a", width=5)
    canvas.line([(820, 92), (770, 158), (748, 214)], fill="#6b4a3a", width=5)
    for number, (x, y, size) in enumerate(BLOSSOMS):
        draw_blossom(canvas, (x, y), size, turn=24.0 * number)
    for x, y, turn in PETALS:
        draw_petal(canvas, (x, y), 13, turn=turn)
    canvas.oval((480, 470), 520, 26, fill="#d6c3a8")
    canvas.box((240, 380), (720, 464), fill="#fffdf8", radius=6)
    canvas.box((240, 444), (720, 464), fill="#e9e1d3", radius=6)
    canvas.oval((240, 422), 44, 84, fill="#e9e1d3")
    canvas.oval((720, 422), 44, 84, fill="#fffdf8")
    canvas.oval((720, 422), 26, 56, fill="#e9e1d3")
    canvas.oval((720, 422), 12, 28, fill="#fffdf8")
    canvas.box((462, 378), (498, 466), fill=BLUE)
    canvas.shape([(470, 424), (418, 494), (444, 492), (452, 514), (492, 430)], fill=BLUE)
    canvas.shape([(490, 424), (542, 494), (516, 492), (508, 514), (468, 430)], fill=BLUE)
    canvas.oval((480, 422), 46, 46, fill=RUST)
    canvas.oval((480, 422), 26, 26, fill=PEACH)
    return canvas.finished()


def draw_blossom(canvas: Canvas, centre: Point, size: float, *, turn: float) -> None:
    """Five petals around a dark heart."""
    for petal in range(5):
        angle = radians(turn + 72 * petal)
        x, y = centre[0] + size * 0.5 * cos(angle), centre[1] + size * 0.5 * sin(angle)
        canvas.oval((x, y), size * 0.86, size * 0.86, fill="#efc4b4" if petal % 2 else "#f5d6ca")
    canvas.oval(centre, size * 0.4, size * 0.4, fill=RUST)


def draw_petal(canvas: Canvas, centre: Point, size: float, *, turn: float) -> None:
    """A fallen petal: a lens turned by `turn` degrees."""
    x, y = centre
    along = (size * cos(radians(turn)), size * sin(radians(turn)))
    across = (-along[1] * 0.5, along[0] * 0.5)
    corners = [(x + along[0], y + along[1]), (x + across[0], y + across[1])]
    canvas.shape([*corners, (x - along[0], y - along[1]), (x - across[0], y - across[1])], fill="#efc4b4")


def onggi() -> Image.Image:
    """Five earthenware jars on a terrace, cabbages before them."""
    canvas = Canvas.new("#e3e9f0")
    canvas.shape(ridge(300, [(110, 820, 200), (26, 230, 40)]), fill="#c3d0df")
    canvas.shape(ridge(330, [(60, 500, 380), (14, 140, 0)]), fill=MIST)
    canvas.box((0, 330), (SIZE[0], SIZE[1]), fill=PAPER)
    canvas.box((0, 396), (SIZE[0], 424), fill="#b9ae9f")
    for x in range(-20, 960, 92):
        canvas.box((x, 400), (x + 84, 420), fill="#cdc3b5", radius=6)
    for x, width, height in (
        (150, 122, 170),
        (306, 152, 226),
        (486, 176, 268),
        (664, 144, 210),
        (812, 112, 152),
    ):
        draw_jar(canvas, x, width=width, height=height)
    for x, y in (
        (250, 474),
        (348, 492),
        (450, 476),
        (556, 494),
        (652, 474),
        (400, 446),
        (500, 448),
        (600, 446),
    ):
        draw_cabbage(canvas, x, y)
    return canvas.finished()


def draw_jar(canvas: Canvas, x: float, *, width: float, height: float) -> None:
    """A jar standing on the terrace, with its lid."""
    foot, half = 410.0, width / 2
    sides = [(t / 20, half * (0.6 + 0.4 * sin(pi * (0.12 + 0.76 * t / 20)) ** 1.2)) for t in range(21)]
    left = [(x - reach, foot - height * t) for t, reach in sides]
    right = [(x + reach, foot - height * t) for t, reach in reversed(sides)]
    canvas.oval((x, foot), width * 0.95, 18, fill="#a79b8b")
    canvas.shape([*left, *right], fill="#6d3b25")
    canvas.shape(
        [*left[2:18], *((x - reach * 0.62, foot - height * t) for t, reach in reversed(sides[2:18]))],
        fill=RUST,
    )
    for share in (0.52, 0.57):
        canvas.line(
            [(x - half * 0.94, foot - height * share), (x + half * 0.94, foot - height * share)],
            fill="#8a4a2c",
            width=2.5,
        )
    canvas.oval((x, foot - height), width * 0.82, width * 0.2, fill="#542c1b")
    canvas.oval((x, foot - height - width * 0.05), width * 0.74, width * 0.17, fill="#7d452c")
    canvas.oval((x, foot - height - width * 0.11), width * 0.16, width * 0.09, fill="#542c1b")


def draw_cabbage(canvas: Canvas, x: float, y: float) -> None:
    """A long cabbage lying on its side."""
    canvas.oval((x, y + 20), 104, 14, fill="#ddd2c1")
    canvas.oval((x, y), 104, 48, fill=GREEN)
    canvas.oval((x - 10, y + 2), 84, 38, fill="#93ad7b")
    canvas.oval((x - 20, y + 4), 60, 28, fill="#c3d1a8")
    canvas.oval((x - 32, y + 5), 34, 18, fill="#f0efdf")


def rice_bags() -> Image.Image:
    """Bar chart of the bags of rice given out each month."""
    canvas = Canvas.new("#ffffff")
    canvas.text(60, 44, "Bags of rice given out, winter 2008/09", size=26, fill=BLUE, anchor="lm")
    floor, unit = 460.0, 1.45
    for value in (0, 60, 120, 180, 240):
        y = floor - value * unit
        canvas.line([(110, y), (910, y)], fill=PALE, width=1.6)
        canvas.text(96, y, str(value), size=18, fill=INK, anchor="rm")
    for number, (month, bags) in enumerate(RICE):
        x = 150 + 155 * number
        top = floor - bags * unit
        canvas.box((x, top), (x + 96, floor), fill=RUST if bags == max(b for _, b in RICE) else BLUE)
        canvas.text(x + 48, top - 18, str(bags), size=22)
        canvas.text(x + 48, floor + 28, month, size=22)
    canvas.line([(110, floor), (910, floor)], fill=INK, width=2.4)
    return canvas.finished()


def lesson_hours() -> Image.Image:
    """Line chart of the hours of language lessons."""
    canvas = Canvas.new("#ffffff")
    canvas.text(60, 44, "Hours of language lessons", size=26, fill=BLUE, anchor="lm")
    floor, unit = 460.0, 0.245
    for value in (0, 500, 1000):
        y = floor - value * unit
        canvas.line([(130, y), (910, y)], fill=PALE, width=1.6)
        canvas.text(116, y, f"{value:,}", size=18, fill=INK, anchor="rm")
    points = [(190.0 + 160 * number, floor - hours * unit) for number, (_, hours) in enumerate(LESSONS)]
    canvas.shape([(points[0][0], floor), *points, (points[-1][0], floor)], fill="#eef2f7")
    canvas.line(points, fill=BLUE, width=5)
    lowest = min(hours for _, hours in LESSONS)
    for (x, y), (year, hours) in zip(points, LESSONS, strict=True):
        canvas.oval((x, y), 18, 18, fill=RUST)
        canvas.text(x, y + 28 if hours == lowest else y - 26, f"{hours:,}", size=22)
        canvas.text(x, floor + 28, year, size=22)
    canvas.line([(130, floor), (910, floor)], fill=INK, width=2.4)
    return canvas.finished()


PICTURES: Final[dict[str, Callable[[], Image.Image]]] = {
    "2009/media/rice-bags.png": rice_bags,
    "2015/media/night-school.png": night_school,
    "2017/media/river-at-dusk.jpg": river_at_dusk,
    "2018/media/onggi.png": onggi,
    "2024/media/lesson-hours.png": lesson_hours,
    "undated/media/border-sketch.png": border_sketch,
    "undated/media/graduation.png": graduation,
    "undated/media/niigata-harbour.png": niigata_harbour,
}


def save(image: Image.Image, path: Path) -> None:
    """Write pixels only: a JPEG, or a PNG of at most 64 colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".jpg":
        image.save(path, quality=82, optimize=True)
    else:
        image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def make_all(posts: Path) -> list[Path]:
    """Draw every picture into its `media` folder under `posts`; returns the files written."""
    for name, picture in PICTURES.items():
        save(picture(), posts / name)
    return [posts / name for name in PICTURES]


def main() -> None:
    """Write the pictures and say how large they are."""
    posts = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "posts"
    for path in make_all(posts):
        print(f"{path.relative_to(posts)}: {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
