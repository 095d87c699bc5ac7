"""Pictures as a telephone's camera makes them: twelve million points, turned by their metadata."""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (4000, 3000)
COLOURS = {"before": (150, 60, 50), "after": (50, 120, 70)}
ORIENTATION = 0x0112
TURNED = 6  # the telephone was held upright: a quarter of a turn to the right


def take_picture(path: Path, name: str) -> Path:
    """Write a JPEG with stripes, so that it does not compress to nothing; « after » is turned. Returns its path."""
    picture = Image.new("RGB", SIZE, COLOURS[name])
    pencil = ImageDraw.Draw(picture)
    for rank in range(0, SIZE[0], 40):
        pencil.line((rank, 0, SIZE[0] - rank, SIZE[1]), fill=(rank % 255, 90, 120), width=7)
    notes = Image.Exif()
    notes[ORIENTATION] = TURNED if name == "after" else 1
    picture.save(path, quality=92, exif=notes)
    return path
