"""Charts drawn from the numbers in their stories. Years and hours are the only words, so one picture serves every language."""

from __future__ import annotations

from PIL import ImageFont

from .hatching import RISING, hatched
from .paper import INK, OVER, PAPER, RED, Point, Sheet, grey


def label(sheet: Sheet, x: float, y: float, text: str, size: float = 38, anchor: str = "mm") -> None:
    """A few figures in Pillow's own face, which is always there."""
    face = ImageFont.load_default(size * OVER)
    sheet.pen.text((x * OVER, y * OVER), text, font=face, fill=grey(0.75), anchor=anchor)


def draw_votes(sheet: Sheet, *, yes: list[int], no: list[int]) -> None:
    """One bar a village from the middle line: yes upwards in vermilion, no downwards in ink lines."""
    left, right = 170, 1830
    scale = 1130 / (max(yes) + max(no))
    middle = 100 + max(yes) * scale
    step = (right - left) / len(yes)
    for level in range(-max(no) // 50 * 50, max(yes) + 50, 50):
        y = middle - level * scale
        if 60 < y < 1290:
            sheet.line([(left, y), (right, y)], 1.5, grey(0.28))
            label(sheet, left - 22, y, str(abs(level)), 32, "rm")
    for number, (up, down) in enumerate(zip(yes, no, strict=True)):
        x = left + step * number + 22
        sheet.box(x, middle - up * scale, x + step - 44, middle, RED)
        bar = sheet.area(x, middle, x + step - 44, middle + down * scale)
        sheet.shape(bar, grey(0.12))
        hatched(sheet, [bar], (150, 150), INK, 11, RISING)
        sheet.line([*bar, bar[0]], 3)
    sheet.line([(left - 10, middle), (right + 10, middle)], 6)


def draw_prices(sheet: Sheet, *, years: list[int], lines: list[list[float]], top: float) -> None:
    """One line a series over the years; the last is the one that the story is about and is drawn in vermilion."""
    left, right, floor, ceiling = 200, 1800, 1130, 150

    def place(index: int, value: float) -> Point:
        return left + (right - left) * index / (len(years) - 1), floor - (floor - ceiling) * value / top

    for level in range(0, int(top) + 1, 100):
        y = place(0, level)[1]
        sheet.line([(left, y), (right, y)], 1.5 if level else 6, grey(0.28) if level else INK)
        label(sheet, left - 24, y, str(level), 36, "rm")
    for index, year in enumerate(years):
        x = place(index, 0)[0]
        sheet.line([(x, floor), (x, floor + 16)], 4)
        label(sheet, x, floor + 54, str(year), 36)
    for number, values in enumerate(lines):
        path = [place(index, value) for index, value in enumerate(values)]
        last = number == len(lines) - 1
        if last:
            hatched(sheet, [[*path, (right, floor), (left, floor)]], (70, 16), RED, 13, RISING)
        sheet.line(path, 14 if last else 8, RED if last else grey((0.85, 0.5)[number % 2]))
        for x, y in path:
            sheet.disc(x, y, 17 if last else 12, RED if last else grey((0.85, 0.5)[number % 2]))
            sheet.disc(x, y, 8 if last else 5, PAPER)


def draw_hours(sheet: Sheet, *, rows: list[str]) -> None:
    """A week of hours. In each row a letter stands for an hour: a and b are the two sides, a dot is nobody's hour."""
    left, top, cell, gap, tall = 150, 150, 71, 6, 132
    for number, row in enumerate(rows):
        y = top + number * (tall + 16)
        for hour, side in enumerate(row):
            box = sheet.area(left + hour * cell, y, left + (hour + 1) * cell - gap, y + tall)
            sheet.shape(box, {"a": RED, "b": grey(0.14), ".": grey(0.05)}[side])
            if side == "b":
                hatched(sheet, [box], (210, 160), INK, 11)
            elif side == ".":
                sheet.line([*box, box[0]], 2, grey(0.4))
    for hour in range(0, 25, 6):
        x = left + hour * cell - gap / 2
        sheet.line([(x, top - 34), (x, top - 12)], 4)
        label(sheet, x, top - 62, str(hour), 38)
        sheet.line([(x, top + 7 * (tall + 16) - 4), (x, top + 7 * (tall + 16) + 18)], 4)
