"""Printed pages as pictures, and the codes that a scanner reads on them."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zxingcpp
from PIL import Image


@dataclass(frozen=True)
class Read:
    """A code and where its middle lies, in mm from the top left corner."""

    text: str
    x: float
    y: float


def pictures_of(pdf: bytes, *, dots: int = 150) -> list[Image.Image]:
    """The pages of a document as a printer of so many dots per inch sets them."""
    program = shutil.which("pdftoppm")
    if program is None:
        if os.environ.get("DESK_REQUIRE_BROWSER"):
            pytest.fail("pdftoppm (poppler-utils) is not installed, and whoever asks wants all")
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    with TemporaryDirectory() as folder:
        told = [program, "-r", str(dots), "-png", "-", str(Path(folder) / "page")]
        subprocess.run(told, input=pdf, check=True, timeout=60)  # a program of ours
        files = sorted(Path(folder).glob("page*.png"))
        return [Image.open(BytesIO(each.read_bytes())) for each in files]


def codes_on(picture: Image.Image, *, dots: int = 150) -> list[Read]:
    """The QR codes that a scanner reads on a page, row by row."""
    found = []
    for each in zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode):
        place = each.position
        x = (place.top_left.x + place.bottom_right.x) / 2 / dots * 25.4
        y = (place.top_left.y + place.bottom_right.y) / 2 / dots * 25.4
        found.append(Read(each.text, x, y))
    return sorted(found, key=lambda read: (round(read.y / 10), read.x))
