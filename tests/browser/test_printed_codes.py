"""What stands in the codes of printed slips, read as a guard's phone reads it: from the picture of
the paper, as coarse as the printer of the gate makes it.
"""

import base64
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageFilter
from playwright.sync_api import Browser

from propertydesk.passes.models import PassCode
from propertydesk.passes.printing import exit_pdf
from propertydesk.passes.printing.parking_slip import parking_slip_pdf
from propertydesk.passes.printing.visit_slip import visit_slip_pdf
from propertydesk.passes.queries import door, exit_paper, exits, parking_paper, visit_slip
from propertydesk.passes.rules import PassKind
from tests.browser.camera import printed
from tests.conftest import NOW, make_actor
from tests.factories.exit_scene import Scene
from tests.factories.parking import drive_in
from tests.factories.passes import invitation_of

pytestmark = pytest.mark.browser
JSQR = Path(__file__).parents[2] / "static" / "vendor" / "jsqr-1.4.0" / "jsQR.js"
LONGEST_SIDE = 800
"""Of a camera's frame, as static/js/pages/gate.js looks at it."""
GATE_PRINTER, DESK_PRINTER = 203, 300
"""Dots per inch of a slip printer and of an office printer."""
READ = """([rows, width, height]) => {
  const grey = Uint8Array.from(atob(rows), (each) => each.charCodeAt(0));
  const colours = new Uint8ClampedArray(width * height * 4).fill(255);
  grey.forEach((shade, at) => colours.fill(shade, at * 4, at * 4 + 3));
  return jsQR(colours, width, height, { inversionAttempts: "dontInvert" })?.data ?? "";
}"""
Reader = Callable[[Image.Image], str]


@pytest.fixture
def read(chromium: Browser) -> Any:
    """Read a picture with the program that the gate's page uses."""
    page = chromium.new_page()
    page.add_script_tag(path=JSQR)

    def decode(picture: Image.Image) -> str:
        seen = picture.copy()
        seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        seen = seen.filter(ImageFilter.GaussianBlur(0.6))
        rows = base64.b64encode(seen.tobytes()).decode()
        return str(page.evaluate(READ, [rows, seen.width, seen.height]))

    yield decode
    page.close()


def addressed(app: Flask, code: PassCode | None) -> str:
    assert code is not None
    return door.address(code)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_code_of_each_copy_of_an_exit_pass_is_read_from_its_paper(
    app: Flask, community: Any, read: Reader, tmp_path: Path, language: Any
) -> None:
    exit_pass = Scene(community).ask()
    with app.test_request_context():
        paper = exit_pdf(exit_paper.slip_of(exit_pass, NOW), language=language)
        address = addressed(app, exits.code_of(exit_pass))
    (sheet,) = printed(paper, tmp_path, dots_per_inch=DESK_PRINTER)
    assert [read(head) for head in heads(sheet)] == [address] * 3


def heads(sheet: Image.Image) -> list[Image.Image]:
    """Stub, gate's and applicant's copy from its head to the list, as one holds the phone over it."""
    edges = [round(part * sheet.width) for part in (0, 0.312, 0.688, 1)]
    return [
        sheet.crop((left, 0, right, sheet.height // 3)) for left, right in itertools.pairwise(edges)
    ]


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_code_of_a_visitors_slip_is_read_from_its_paper(
    app: Flask, community: Any, read: Reader, tmp_path: Path, language: Any
) -> None:
    visit = invitation_of(community)
    with app.test_request_context():
        paper = visit_slip_pdf(visit_slip.slip_of(visit, NOW), language)
        address = addressed(app, door.live_code(PassKind.VISITOR, visit.id))
    (slip,) = printed(paper, tmp_path, dots_per_inch=GATE_PRINTER)
    assert read(slip) == address
    assert read(turned(slip)) == address


def turned(picture: Image.Image) -> Image.Image:
    """Held askew before the camera."""
    return picture.rotate(12, expand=True, fillcolor=255)


def test_the_code_of_a_parking_slip_is_the_number_of_the_stay(
    community: Any, read: Reader, tmp_path: Path
) -> None:
    guard = make_actor(community)
    parked = drive_in("浙A12345", guard)
    slip = parking_slip_pdf(parking_paper.slip_of(parked, actor=guard, now=NOW), language="both")
    (picture,) = printed(slip, tmp_path, dots_per_inch=GATE_PRINTER)
    assert read(picture) == parked.number


def test_a_code_with_a_corner_torn_off_is_not_read_as_another(
    app: Flask, community: Any, read: Reader, tmp_path: Path
) -> None:
    """The control: the reader does not guess."""
    visit = invitation_of(community)
    with app.test_request_context():
        paper = visit_slip_pdf(visit_slip.slip_of(visit, NOW), "both")
    (slip,) = printed(paper, tmp_path, dots_per_inch=GATE_PRINTER)
    torn = slip.copy()
    torn.paste(255, (0, 0, slip.width // 2, slip.height))
    assert read(torn) == ""
