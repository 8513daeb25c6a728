"""Decodes pictures in a process of its own, within bounds of memory and time.

This file is run by its path and knows nothing of the rest: the fewer doors, the better. From its
input it reads a length and so many bytes, again and again; to its output it writes a length with
facts as JSON, and a length with the picture written anew (no bytes when the facts say why not).
"""

import json
import struct
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from PIL import ExifTags, Image, ImageOps

if sys.platform != "win32":  # there the parent's patience is the only bound
    import resource

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 80
MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space; the heaviest of the pictures that are taken needs some 700 MB."""
MOST_SECONDS = 15
"""Of the processor, for one picture."""

UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    struct.error,
    MemoryError,
)

# the library's own alarm, for pictures whose header lies until they are opened
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def develop(sent: bytes) -> tuple[dict[str, Any], bytes]:
    """Facts and the picture written anew, without metadata; no bytes and `trouble` when it cannot be."""
    try:
        image = Image.open(BytesIO(sent), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            return {"trouble": "pixels"}, b""
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large photo is decoded small at once
        image.load()
        taken, offset = _capture_time(image)
        content, size = _written_anew(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return {"trouble": "pixels"}, b""
    except UNREADABLE:
        return {"trouble": "damaged"}, b""
    return {"size": size, "taken": taken, "offset": offset}, content


def serve(asked: IO[bytes], told: IO[bytes]) -> None:
    """Develop one picture after the other until nobody asks any more."""
    while head := asked.read(4):
        _allow_some_time()
        facts, content = develop(asked.read(struct.unpack(">I", head)[0]))
        words = json.dumps({**facts, "memory": _memory()}).encode()
        for part in (words, content):
            told.write(struct.pack(">I", len(part)) + part)
        told.flush()


def _bound() -> None:
    """No more memory than a large picture needs, and no file written."""
    if sys.platform != "win32":
        for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, 0)):
            with suppress(ValueError, OSError):  # not every system knows every bound
                resource.setrlimit(what, (most, most))


def _allow_some_time() -> None:
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + MOST_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _memory() -> int:
    """The most this process ever held, in KB; 0 where it cannot be told."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0])


def _capture_time(image: Image.Image) -> tuple[str, str]:
    """What the camera's clock said and its distance from UTC, as it wrote them."""
    try:
        details = image.getexif().get_ifd(ExifTags.IFD.Exif)
    except UNREADABLE:
        return "", ""
    taken, offset = (
        f"{details.get(tag, '')}".strip("\0 ")[:40]
        for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal)
    )
    return taken, offset


def _written_anew(image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    factor = max(image.size) // (2 * LONGEST_SIDE)
    if factor > 1 and image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        image = image.reduce(factor)  # whatever follows holds less at once
    upright = _opaque(ImageOps.exif_transpose(image))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()  # the encoder would pass on profile and comments
    written = BytesIO()
    upright.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue(), upright.size


def _opaque(image: Image.Image) -> Image.Image:
    """Plain colours on white, whatever the picture's own model of colour was."""
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    sheet = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


if __name__ == "__main__":
    Image.init()  # the formats are loaded before the doors close
    _bound()
    serve(sys.stdin.buffer, sys.stdout.buffer)
