"""The worker's card: ten to a sheet, each with its photo and a code that a scanner reads."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from propertydesk.kernel.errors import Invalid
from propertydesk.passes.printing.worker_card import (
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    RENOVATION,
    WorkerCard,
    worker_cards_pdf,
)
from propertydesk.platform.printing import Photo, Words, photo_for
from propertydesk.platform.printing.card_sheet import CARD_HEIGHT, CARD_WIDTH, place_of
from tests.pictures import codes_on, pictures_of

A4 = 210.0, 297.0


def kept(
    size: tuple[int, int] = (900, 1200), colour: str = "steelblue", kind: str = "WEBP"
) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def photo(colour: str = "steelblue") -> Photo:
    return photo_for(kept(colour=colour), width=PHOTO_WIDTH, height=PHOTO_HEIGHT)


def card(at: int = 0, **given: object) -> WorkerCard:
    facts: dict[str, object] = {
        "number": f"CR20261121-{at:04d}",
        "community": Words("锦绣花园", "Brocade Garden"),
        "title": RENOVATION,
        "photo": photo(),
        "name": "李建国",
        "home": "3-2-1501",
        "company": "杭州匠心装饰工程有限公司",
        "trade": Words("贴砖工", "Tiler"),
        "ends_on": date(2026, 12, 20),
        "code": "7KQ4-M2X9",
        "address": f"https://desk.example.cn/g/{'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[at] * 96}",
        "hours": "08:00–18:00",
        "office": "1号楼一层",
        "hotline": "0571-88886666",
    }
    return WorkerCard(**(facts | given))  # type: ignore[arg-type]  # a card's own fields


def test_every_code_is_read_from_the_picture_of_the_sheet_where_its_card_lies():
    cards = [card(at) for at in range(10)]
    faces = pictures_of(worker_cards_pdf(cards, "both"))[0]
    found = codes_on(faces)
    assert [each.text for each in found] == [each.address for each in cards]
    for at, each in enumerate(found):
        place = place_of(at)
        assert place.x < each.x < place.right
        assert place.y < each.y < place.bottom


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_eleventh_card_begins_a_new_sheet_and_every_sheet_has_a_back(language):
    pages = PdfReader(BytesIO(worker_cards_pdf([card(at) for at in range(11)], language))).pages
    texts = [page.extract_text() for page in pages]
    assert [text.count("7KQ4-M2X9") for text in texts] == [10, 0, 1, 0]
    assert [text.count("ZX-03") for text in texts] == [0, 10, 0, 1]
    size = [float(each) / 72 * 25.4 for each in pages[0].mediabox[2:]]
    assert size == pytest.approx(A4, abs=0.1)


def test_backs_lie_behind_their_faces_when_the_sheet_is_turned_over():
    for at in range(10):
        face, back = place_of(at), place_of(at, mirrored=True)
        assert (face.width, face.height) == (CARD_WIDTH, CARD_HEIGHT) == (86, 54)
        assert face.x == pytest.approx(A4[0] - back.right)
        assert face.y == back.y


def test_the_photo_stands_in_its_place():
    sheet = pictures_of(worker_cards_pdf([card(photo=photo("red"))], "zh"))[0].convert("RGB")
    place = place_of(0)
    inside = (place.x + 4 + PHOTO_WIDTH / 2, place.y + 11 + PHOTO_HEIGHT / 2)
    red, green, blue = sheet.getpixel(tuple(round(each / 25.4 * 150) for each in inside))
    assert (red > 240, green < 20, blue < 20) == (True, True, True)


def test_a_photo_is_no_finer_than_a_printer_shows():
    small = photo_for(kept((1600, 1600)), width=PHOTO_WIDTH, height=PHOTO_HEIGHT)
    assert (small.width, small.height) == (295, 390)
    assert Image.open(BytesIO(small.jpeg)).size == (295, 390)
    tiny = photo_for(kept((30, 40)), width=PHOTO_WIDTH, height=PHOTO_HEIGHT)
    assert (tiny.width, tiny.height) == (30, 40)


def test_the_same_photo_gives_the_same_bytes():
    assert photo().jpeg == photo().jpeg
    cards = [card(at) for at in range(3)]
    assert worker_cards_pdf(cards, "zh") == worker_cards_pdf(cards, "zh")


@pytest.mark.parametrize("content", [b"", b"no picture", kept(kind="GIF"), kept((2000, 1700))])
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(Invalid):
        photo_for(content, width=PHOTO_WIDTH, height=PHOTO_HEIGHT)


def test_the_card_bears_no_phone_and_says_which_print_it_is():
    text = PdfReader(BytesIO(worker_cards_pdf([card(reprint=1)], "zh"))).pages[0].extract_text()
    assert "CR20261121-0000 (2)" in text
    assert "有效期至" in text
    assert "2026-12-20" in text
