"""Pictures: what is taken in, what is refused in plain words, what lies in the folder then."""

import hashlib
import os
import struct
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, PngImagePlugin
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.platform import attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import (
    Attachment,
    PreparedFile,
    attach,
    of,
    of_all,
    path_of,
    prepare_image,
    prepare_images,
    send,
    sweep,
    uploads_folder,
)
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.factories.repairs import RepairOrderFactory

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TAKEN = "2026:11:20 08:15:00"
EXIF_IFD, GPS_IFD, ORIENTATION, ORIGINAL, OFFSET = 0x8769, 0x8825, 0x0112, 0x9003, 0x9011


def photo(
    size: tuple[int, int] = (320, 200), form: str = "JPEG", mode: str = "RGB", **options: Any
) -> BytesIO:
    written = BytesIO()
    Image.new(mode, size).save(written, form, **options)
    written.seek(0)
    return written


def exif(*, taken: str = TAKEN, offset: str = "", orientation: int = 1) -> Image.Exif:
    details = Image.Exif()
    details[ORIENTATION] = orientation
    details.get_ifd(EXIF_IFD)[ORIGINAL] = taken
    if offset:
        details.get_ifd(EXIF_IFD)[OFFSET] = offset
    details.get_ifd(GPS_IFD)[1] = "N"
    return details


def pixel_bomb(side: int) -> BytesIO:
    """A picture file of a few bytes that says it is `side` pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.fixture
def order(community: Any) -> Any:
    return RepairOrderFactory(community_id=community.id)


def test_any_of_the_three_formats_becomes_webp() -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        prepared = prepare_image(photo(form=form))
        assert (prepared.media_type, prepared.width, prepared.height) == ("image/webp", 320, 200)
        assert Image.open(BytesIO(prepared.content)).format == "WEBP"
        assert prepared.sha256 == hashlib.sha256(prepared.content).hexdigest()


def test_a_large_picture_is_made_smaller_in_its_proportions() -> None:
    prepared = prepare_image(photo((4000, 3000)))
    assert (prepared.width, prepared.height) == (1600, 1200)


def test_a_picture_taken_with_the_camera_turned_stands_upright() -> None:
    prepared = prepare_image(photo(exif=exif(orientation=6)))
    assert (prepared.width, prepared.height) == (200, 320)


def test_metadata_is_gone_but_the_capture_time_is_kept() -> None:
    prepared = prepare_image(photo(exif=exif(), icc_profile=b"a profile", comment=b"a comment"))
    assert prepared.taken_at == datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
    kept = Image.open(BytesIO(prepared.content))
    assert dict(kept.getexif()) == {}
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(kept.info)
    assert b"profile" not in prepared.content


def test_texts_hidden_in_a_png_are_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>secret</script>")
    assert b"secret" not in prepare_image(photo(form="PNG", pnginfo=notes)).content


def test_the_camera_s_own_zone_is_believed_and_nonsense_is_not() -> None:
    london = prepare_image(photo(exif=exif(offset="+00:00"))).taken_at
    assert london == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
    for nonsense in (
        "",
        "0000:00:00 00:00:00",
        "yesterday",
        "2026:13:40 99:99:99",
        "0001:01:01 00:00:00",
    ):
        assert prepare_image(photo(exif=exif(taken=nonsense))).taken_at is None


def test_odd_models_of_colour_are_taken() -> None:
    pngs = [("PNG", mode) for mode in ("RGBA", "P", "LA", "1", "I;16")]
    for form, mode in [("JPEG", "CMYK"), ("JPEG", "L"), ("WEBP", "RGBA"), *pngs]:
        prepared = prepare_image(photo(form=form, mode=mode))
        assert Image.open(BytesIO(prepared.content)).mode == "RGB"


def test_what_is_transparent_is_shown_on_white() -> None:
    kept = Image.open(BytesIO(prepare_image(photo(form="PNG", mode="RGBA")).content))
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    moving.seek(0)
    kept = Image.open(BytesIO(prepare_image(moving).content))
    assert getattr(kept, "n_frames", 1) == 1


def test_what_is_no_picture_is_refused_in_plain_words() -> None:
    strange = (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"<html>", b"%PDF-1.7")
    cut = photo((400, 400)).read()[:300], photo(form="PNG").read()[:60], b"\xff\xd8\xff\xe0xxxxxxxx"
    long = photo().read() + b"\0" * attachments.MOST_BYTES
    refused = {
        "The file is empty.": [BytesIO()],
        "This is not a picture. JPEG, PNG and WebP can be added.": [
            *map(BytesIO, strange),
            photo(form="TIFF"),
            photo(form="GIF"),
        ],
        "The picture is damaged and cannot be read.": [BytesIO(each) for each in cut],
        "The picture is larger than 12 MB.": [BytesIO(long)],
        "The picture has more than 40 million pixels.": [
            pixel_bomb(side) for side in (6_500, 13_000, 60_000)
        ],
    }
    for words, streams in refused.items():
        for stream in streams:
            with pytest.raises(Invalid) as refusal:
                prepare_image(stream)
            assert str(refusal.value) == words


def test_something_else_hidden_behind_a_picture_is_not_kept() -> None:
    prepared = prepare_image(BytesIO(photo().read() + b"<script>alert(1)</script>PK\x03\x04"))
    assert b"script" not in prepared.content


def test_a_form_may_bring_some_pictures_but_not_many() -> None:
    def files(count: int) -> list[FileStorage]:
        return [FileStorage(photo(), filename=f"{n}.jpg") for n in range(count)]

    assert len(prepare_images(files(6))) == 6
    assert prepare_images([FileStorage(BytesIO(), filename="")]) == []
    with pytest.raises(Invalid) as refusal:
        prepare_images(files(7))
    assert str(refusal.value) == "At most 6 pictures can be added at once."


def test_a_name_is_kept_for_reading_without_folders_or_invisible_characters() -> None:
    for sent, kept in {
        "../../etc/passwd.jpg": "passwd.jpg",
        "C:\\photos\\水管.jpg": "水管.jpg",
        "a\0b\u202ec.png": "abc.png",
        "x" * 300: "x" * 120,
    }.items():
        assert prepare_image(photo(), name=sent).original_name == kept


def test_a_picture_belongs_to_its_subject_and_lies_in_its_folder(order: Any, actor: Actor) -> None:
    prepared = prepare_image(photo(exif=exif()), name="sink.jpg")
    with transaction():
        attachment = attach(prepared, subject=order, kind="before", actor=actor, now=NOW)
    (kept,) = of(order)
    assert kept.id == attachment.id
    assert (kept.kind, kept.original_name, kept.byte_size) == (
        "before",
        "sink.jpg",
        len(prepared.content),
    )
    assert (kept.created_at, kept.created_by, kept.taken_at) == (NOW, actor.id, prepared.taken_at)
    assert path_of(kept).read_bytes() == prepared.content
    assert path_of(kept).relative_to(uploads_folder()).parts[:2] == (
        kept.sha256[:2],
        kept.sha256[2:4],
    )


def test_the_same_picture_twice_is_two_rows_and_one_file(order: Any, actor: Actor) -> None:
    prepared = prepare_image(photo())
    with transaction():
        for kind in ("before", "after"):
            attach(prepared, subject=order, kind=kind, actor=actor, now=NOW)
    assert [each.kind for each in of(order)] == ["before", "after"]
    assert len([path for path in path_of(prepared).parent.iterdir() if path.is_file()]) == 1


def test_pictures_of_several_subjects_come_in_one_go(community: Any, actor: Actor) -> None:
    orders = [RepairOrderFactory(community_id=community.id) for _ in range(3)]
    with transaction():
        for order in orders[:2]:
            attach(prepare_image(photo()), subject=order, kind="intake", actor=actor, now=NOW)
    found = of_all(community.id, "repair", [order.id for order in orders])
    assert {order_id: len(each) for order_id, each in found.items()} == {
        each.id: 1 for each in orders[:2]
    }
    assert of_all(community.id + 1, "repair", [order.id for order in orders]) == {}


def test_a_failed_transaction_leaves_no_row_and_its_file_is_swept_up(
    order: Any, actor: Actor
) -> None:
    lost, kept = prepare_image(photo((30, 30))), prepare_image(photo((40, 40)))
    with transaction():
        attach(kept, subject=order, kind="intake", actor=actor, now=NOW)
    attach_and_fail(lost, order, actor)
    assert len(of(order)) == 1
    sweep(datetime.now(UTC))
    assert path_of(lost).is_file()  # young: its transaction may still be open
    for prepared in (lost, kept):
        age(path_of(prepared))
    assert sweep(datetime.now(UTC)) >= 1
    assert not path_of(lost).exists()
    assert path_of(kept).is_file()


def test_a_file_used_again_is_young_again(order: Any, actor: Actor) -> None:
    prepared = prepare_image(photo((50, 50)))
    attach_and_fail(prepared, order, actor)
    age(path_of(prepared))
    with transaction():
        attach(prepared, subject=order, kind="intake", actor=actor, now=NOW)
        assert (
            path_of(prepared).stat().st_mtime
            > (datetime.now(UTC) - timedelta(minutes=1)).timestamp()
        )


def test_a_full_disk_leaves_no_half_file(
    order: Any, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    prepared = prepare_image(photo((60, 60)))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), transaction():
        attach(prepared, subject=order, kind="intake", actor=actor, now=NOW)
    assert list(path_of(prepared).parent.iterdir()) == []
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_a_picture_is_served_as_nothing_but_a_picture(app: Flask, order: Any, actor: Actor) -> None:
    prepared = prepare_image(photo())
    with transaction():
        attachment = attach(prepared, subject=order, kind="intake", actor=actor, now=NOW)
    with app.test_request_context():
        answer = send(attachment)
        answer.direct_passthrough = False
        assert answer.data == prepared.content
        answer.close()
    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.get_etag() == (attachment.sha256, False)


def test_a_picture_whose_file_is_gone_is_missing(app: Flask, order: Any, actor: Actor) -> None:
    with transaction():
        attachment = attach(
            prepare_image(photo((70, 70))), subject=order, kind="x", actor=actor, now=NOW
        )
    path_of(attachment).unlink()
    with app.test_request_context(), pytest.raises(Missing):
        send(attachment)


def attach_and_fail(prepared: PreparedFile, order: Any, actor: Actor) -> None:
    """Attach a picture in a transaction that comes to nothing."""

    def fail() -> None:
        with transaction():
            attach(prepared, subject=order, kind="intake", actor=actor, now=NOW)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()


def age(path: Path) -> None:
    """Let the file lie there for two hours."""
    then = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(path, (then, then))
