"""Two thousand files that are no photos, or not only photos: none is kept as it was sent."""

import hashlib
import os
import random
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from propertydesk.kernel.errors import Invalid
from propertydesk.platform import attachments, darkroom
from propertydesk.platform.attachments import PreparedFile, attach, prepare_image
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.repairs import RepairOrderFactory

Told = Callable[[str], None]
MANY = 2_000
MOST_GROWTH = 200 * 1024  # KB
SECRET = b"31.230416,121.473701"
SCRIPT = b"<script>alert(document.cookie)</script>"
WORDS = {
    "The file is empty.",
    "The picture is larger than 12 MB.",
    "This is not a picture. JPEG, PNG and WebP can be added.",
    "The picture is damaged and cannot be read.",
    "The picture has more than 40 million pixels.",
}
NAMES = (
    "photo.jpg", "photo.svg", "photo.html", "photo.php.jpg", "photo.jpg.exe", "../../etc/passwd", "..\\..\\boot.ini",
    "/etc/passwd", "C:\\x\\a.png", "a\0.png", "a\r\nX: y.png", "\u202egpj.exe", "CON", ".htaccess", "x" * 300 + ".png",
    "水管.jpg", "<img src=x>.png", "a;b|c`d`.png", "", " ", "photo.jpg/", "%2e%2e%2fx.png",
)  # fmt: skip


def picture(
    form: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: Any
) -> bytes:
    written = BytesIO()
    shade = Image.linear_gradient("L").resize(size)
    (shade.convert("I").convert(mode) if mode == "I;16" else shade.convert(mode)).save(
        written, form, **options
    )
    return written.getvalue()


def located() -> Image.Exif:
    """What a phone notes of a photo: where it was taken, and a script in the comment."""
    details = Image.Exif()
    gps = details.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSAreaInformation] = "N", SECRET
    details[ExifTags.Base.ImageDescription] = SCRIPT.decode()
    details[ExifTags.Base.Orientation] = 6
    return details


def png_of(side: int, body: bytes = b"") -> bytes:
    """A file of some bytes that says it is a picture `side` pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = body or zlib.compress(b"\0" * 5_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb(side: int) -> bytes:
    """A real one: every row is there, of nothing."""
    row = b"\0" * (side // 8 + 2)
    packer = zlib.compressobj(9)
    return png_of(side, b"".join(packer.compress(row) for _ in range(side)) + packer.flush())


def animated(form: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    written = BytesIO()
    frames[0].save(written, form, save_all=True, append_images=frames[1:])
    return written.getvalue()


def no_pictures() -> dict[str, bytes]:
    return {
        "nothing": b"",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>",
        "svg with a declaration": b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        "html": b"<!doctype html><html>" + SCRIPT,
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "php": b"<?php system($_GET['c']); ?>",
        "zip": b"PK\x03\x04" + bytes(60),
        "program": b"\x7fELF\x02\x01\x01" + bytes(60),
        "gif with script": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        "gif": picture("GIF", "P"),
        "animated gif": animated("GIF"),
        "animated png": animated("PNG"),
        "tiff": picture("TIFF"),
        "bmp": picture("BMP"),
        "ico": picture("ICO"),
        "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60),
        "fits": b"SIMPLE  =                    T / file conforms to FITS standard".ljust(2880),
        "psd": b"8BPS\0\x01" + bytes(60),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file",
        "mask": b"#!/bin/sh\nid\n",
        "too long": picture("PNG") + bytes(attachments.MOST_BYTES),
    }


def pictures() -> dict[str, bytes]:
    modes = [("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
    modes += [("JPEG", mode) for mode in ("L", "RGB", "CMYK")] + [("WEBP", "RGB"), ("WEBP", "RGBA")]
    plain = {f"{form} {mode}": picture(form, mode) for form, mode in modes}
    spoken = {
        f"{form} with a place": picture(form, exif=located()) for form in ("JPEG", "PNG", "WEBP")
    }
    profile = {
        f"{form} with a profile": picture(form, icc_profile=SECRET) for form in ("JPEG", "PNG")
    }
    comment = {"jpeg with a comment": picture("JPEG", comment=SCRIPT + SECRET)}
    return plain | spoken | profile | comment | {"animated webp": animated("WEBP")}


def files(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """What is sent: plain ones, then ones with something behind, cut off, or with bytes turned."""
    good, bad = pictures(), no_pictures()
    bombs = {f"{side} pixels": png_of(side) for side in (6_400, 13_000, 40_000, 2**31 - 1)}
    yield from (
        good | bad | bombs | {"a real bomb": bomb(13_000), "a bomb below": bomb(6_300)}
    ).items()
    small = [body for body in good.values() if len(body) < 4_000]
    for number in range(MANY - len(good) - len(bad) - len(bombs) - 2):
        body, kind = bytearray(chance.choice(small)), number % 4
        if kind == 0:
            body += chance.choice([SCRIPT, SECRET, b"PK\x03\x04", *bad.values()][:-1])
        elif kind == 1:
            del body[chance.randrange(1, len(body)) :]
        elif kind == 2:
            for _ in range(chance.randrange(1, 30)):
                body[chance.randrange(len(body))] = chance.randrange(256)
        else:
            body[chance.randrange(len(body)) : 0] = chance.randbytes(chance.randrange(1, 200))
        yield f"{('polyglot', 'cut', 'turned', 'swollen')[kind]} {number}", bytes(body)


def memory() -> int:
    """What this process holds, in KB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def faults_of(sent: bytes, kept: PreparedFile) -> list[str]:
    """What is wrong with a picture that was taken."""
    shown = Image.open(BytesIO(kept.content))
    found = {
        "it is as it was sent": kept.content in sent or sent in kept.content,
        "it is no WebP": shown.format != "WEBP" or kept.media_type != "image/webp",
        "it moves": getattr(shown, "n_frames", 1) > 1,
        "it tells where": SECRET in kept.content or bool(shown.getexif()),
        "it holds a script": b"<script" in kept.content,
        "it is large": max(shown.size) > darkroom.child.LONGEST_SIDE,
        "its name leads somewhere": bool(set(kept.original_name) & set("/\\\0\r\n\u202e")),
        "its name is long": len(kept.original_name) > 120,
    }
    return [words for words, is_so in found.items() if is_so]


@pytest.mark.slow
@pytest.mark.domain
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_of_two_thousand_files_none_is_kept_as_it_was_sent(told: Told) -> None:
    chance = random.Random(20261125)  # the same files each time
    good, bad = set(pictures()), set(no_pictures())
    prepare_image(BytesIO(picture("PNG")))
    before, highest, ends, faults = memory(), 0, Counter[str](), []
    for number, (what, sent) in enumerate(files(chance)):
        try:
            kept = prepare_image(BytesIO(sent), name=NAMES[number % len(NAMES)])
        except Invalid as refusal:
            ends["refused"] += 1
            faults += [] if str(refusal) in WORDS else [f"{what}: {refusal}"]
            faults += [f"{what} should be taken: {refusal}"] if what in good else []
        else:
            ends["taken"] += 1
            faults += [f"{what}: {fault}" for fault in faults_of(sent, kept)]
            faults += [f"{what} should be refused"] if what in bad else []
        highest = max(highest, memory())
    told(f"{dict(ends)}, {(highest - before) // 1024} MB more at most")
    assert faults == []
    assert sum(ends.values()) >= MANY - 5
    assert min(ends.values()) > 300
    assert highest - before < MOST_GROWTH


@pytest.mark.domain
@pytest.mark.skipif(os.name == "nt", reason="bounds are set by the system")
def test_a_decoder_that_runs_away_is_ended_and_the_next_picture_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The control for all above: the bounds hold a child that wants everything."""
    greedy = tmp_path / "greedy.py"
    source = Path(darkroom.child.__file__).read_text("utf-8")
    wish = "x = bytearray(2 * MOST_MEMORY)\nx"
    greedy.write_text(source.replace("image.load()", wish.splitlines()[0], 1), "utf-8")
    endless = tmp_path / "endless.py"
    forever = "[None for _ in iter(int, 1)]"
    body = source.replace("image.load()", forever, 1).replace(
        "MOST_SECONDS = 15", "MOST_SECONDS = 1"
    )
    endless.write_text(body, "utf-8")
    for path in (greedy, endless):
        with monkeypatch.context() as patch:
            darkroom._room.close()
            patch.setattr(darkroom.child, "__file__", str(path))
            with pytest.raises(Invalid, match="damaged"):
                prepare_image(BytesIO(picture("PNG")))
        darkroom._room.close()
        assert prepare_image(BytesIO(picture("PNG"))).width == 64


@pytest.mark.domain
def test_a_day_has_room_for_so_many_pictures_of_one_person(
    community: Any, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments.settings, "value", lambda *_: 2)
    order = RepairOrderFactory(community_id=community.id)
    shots = [prepare_image(BytesIO(picture("PNG", size=(20 + n, 20)))) for n in range(3)]
    assert len({hashlib.sha256(each.content).digest() for each in shots}) == 3
    with transaction():
        for each in shots[:2]:
            attach(each, subject=order, kind="before", actor=actor, now=NOW)
    with pytest.raises(Invalid, match="2 pictures"), transaction():
        attach(shots[2], subject=order, kind="before", actor=actor, now=NOW)
    assert len(attachments.of(order)) == 2
