"""What a phone's camera is made to see: QR codes, drawn or cut out of printed paper."""

import shutil
import subprocess
from pathlib import Path

import segno
from PIL import Image, ImageOps

FRAME = (640, 480)
"""Width and height of the film, pixels."""
_GREY = b"\x80"
_FRAMES = 4


def drawn(text: str) -> Image.Image:
    """A QR code as a printer draws it."""
    rows = [bytes(0 if dark else 255 for dark in row) for row in segno.make(text, error="m").matrix]
    code = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
    wide = code.resize((code.width * 6, code.height * 6), Image.Resampling.NEAREST)
    return ImageOps.expand(wide, 30, 255)


def printed(pdf: bytes, folder: Path, *, dots_per_inch: int) -> list[Image.Image]:
    """The pages of a document as they leave a printer of that resolution."""
    (folder / "paper.pdf").write_bytes(pdf)
    program = shutil.which("pdftoppm") or "pdftoppm"
    command = [program, "-r", str(dots_per_inch), "-gray", "paper.pdf", "paper"]
    subprocess.run(command, cwd=folder, check=True)  # the program of the house's own tests
    return [Image.open(each).convert("L") for each in sorted(folder.glob("paper-*.pgm"))]


def film(path: Path, picture: Image.Image) -> None:
    """Put the picture before Chromium's camera: a few equal frames of YUV 4:2:0."""
    width, height = FRAME
    frame = ImageOps.pad(picture.convert("L"), FRAME, color=255)
    body = frame.tobytes() + _GREY * (width * height // 2)
    header = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + (b"FRAME\n" + body) * _FRAMES)
