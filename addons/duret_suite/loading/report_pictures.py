"""Pictures of the demo company: a switchboard as a technician photographs it, and a signature. Drawn, not taken."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 720
WALLS = ((196, 190, 178), (168, 176, 182), (205, 200, 190), (150, 158, 150))


def switchboard(seed: int, tidy: bool) -> bytes:
    """Return a photo of a switchboard, as JPEG.

    :param seed: the same seed gives the same picture
    :param tidy: False: covers off, wires out, one module burnt
    """
    rng = random.Random(seed)
    wall = rng.choice(WALLS)
    picture = Image.new("RGB", (WIDTH, HEIGHT), wall)
    draw = ImageDraw.Draw(picture)
    for _crack in range(6):
        x, y = rng.randrange(WIDTH), rng.randrange(HEIGHT)
        draw.line((x, y, x + rng.randrange(-80, 80), y + rng.randrange(20, 120)), fill=tuple(c - 14 for c in wall))
    left, top = rng.randrange(150, 210), rng.randrange(60, 100)
    draw.rectangle((left, top, left + 600, top + 540), fill=(236, 236, 232), outline=(120, 120, 120), width=4)
    rows = rng.choice((2, 3))
    burnt = (rng.randrange(rows), rng.randrange(2, 10))
    for row in range(rows):
        y = top + 50 + row * (480 // rows)
        draw.rectangle((left + 24, y + 46, left + 576, y + 60), fill=(176, 180, 186))
        for column in range(12):
            x = left + 30 + column * 45
            is_burnt = not tidy and (row, column) == burnt
            draw.rectangle(
                (x, y, x + 40, y + 105), fill=(74, 62, 54) if is_burnt else (250, 250, 250), outline=(150, 150, 150)
            )
            draw.rectangle((x + 13, y + 40, x + 27, y + 70), fill=(30, 30, 34) if column % 4 else (26, 92, 160))
        if not tidy:
            _wires(draw, rng, left, y)
    if tidy:
        draw.rectangle((left + 24, top + 500, left + 576, top + 530), fill=(252, 248, 220))
    light = Image.linear_gradient("L").resize((WIDTH, HEIGHT)).rotate(rng.choice((0, 90, 180)), expand=False)
    picture = Image.composite(
        picture, picture.point(lambda value: int(value * 0.72)), light.point(lambda v: 255 - v // 2)
    )
    picture = picture.filter(ImageFilter.GaussianBlur(0.6))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=72)
    return data.getvalue()


def _wires(draw, rng, left, y):
    for _wire in range(9):
        x = left + rng.randrange(40, 560)
        colour = rng.choice(((30, 60, 150), (150, 30, 30), (60, 120, 60), (180, 150, 40), (40, 40, 40)))
        points = [(x + rng.randrange(-30, 30) * step, y + 100 + step * 22) for step in range(4)]
        draw.line(points, fill=colour, width=5, joint="curve")


def signature(seed: int) -> tuple[list, bytes]:
    """Return the strokes of a signature ({x, y, t, p}) and its picture, as PNG."""
    rng = random.Random(seed)
    picture = Image.new("RGBA", (600, 200), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    strokes, moment = [], 0
    for start in (60, 260):
        x, y, stroke = start, 110, []
        for _point in range(40):
            x += rng.randrange(1, 7)
            y = min(180, max(20, y + rng.randrange(-22, 23)))
            moment += 12
            stroke.append({"x": x, "y": y, "t": moment, "p": 0.5})
        draw.line([(point["x"], point["y"]) for point in stroke], fill=(16, 32, 80, 255), width=4, joint="curve")
        strokes.append(stroke)
    data = io.BytesIO()
    picture.save(data, "PNG")
    return strokes, data.getvalue()
