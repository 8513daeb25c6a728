"""Whatever stands in a field, paper shows it as text, whole, and reads nothing (reliability B3)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from propertydesk.kernel.errors import Invalid
from propertydesk.owners.printing.disclosure import DisclosurePaper, disclosure_pdf
from propertydesk.platform.printing import Words, require_printable, unprintable
from propertydesk.platform.printing.typeset import clean
from propertydesk.repairs.printing import slip_pdf, slips_pdf
from tests.hostile import strings
from tests.unit.repairs.test_slip import SLIP, at, material

SOME, MANY = 500, 5_000
AT_ONCE = 7
RECORD = DisclosurePaper(
    number="TG20261121-0001",
    company=SLIP.company,
    community=SLIP.community,
    hotline=SLIP.hotline,
    operator="王敏",
    operator_no="KF012",
    printed_at=at(21, 14, 32),
    state=Words("已提供", "Given"),
    recipient="市公安局",
    contact="王警官",
    purpose="协查",
    basis=Words("法定职责", "Legal duty"),
    document_no="118",
    consent_ref="",
    nda_ref="",
    fields=Words("姓名", "Full name"),
    question="",
    people=2,
    given=2,
    left_out=0,
    valid_until=date(2026, 12, 31),
    requested_by="何丽 KF001",
    requested_at=at(21, 9),
    checked_by="何丽 KF001",
    checked_at=at(21, 9, 10),
    approved_by="周明远 KF000",
    approved_at=at(21, 9, 20),
    exported_at=at(21, 9, 30),
    exports=1,
    digest="0" * 64,
)

_watched: list[str] | None = None
_READS = ("open", "os.listdir", "socket.connect", "socket.getaddrinfo", "subprocess.Popen")


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is not None and event.startswith(_READS):
        _watched.append(f"{event} {arguments[:1]}")


sys.addaudithook(_note)  # it stays for the process, and is idle but inside `watching`


@contextmanager
def watching() -> Iterator[list[str]]:
    """What is opened, listed, called or started meanwhile."""
    global _watched  # noqa: PLW0603  # an audit hook cannot be handed a place of its own
    _watched = []
    try:
        yield _watched
    finally:
        _watched = None


def groups(texts: list[str], size: int) -> Iterator[tuple[str, ...]]:
    """So many at a time."""
    return (tuple(texts[start : start + size]) for start in range(0, len(texts), size))


def bare(text: str) -> str:
    """Text without blanks, as extraction may break lines anywhere."""
    return "".join(text.split())


def split(count: int) -> tuple[list[str], list[str]]:
    """Hostile strings that the fonts can draw, and those they cannot."""
    found = strings(count, seed=20261125)
    known = [each for each in found if not unprintable(clean(each))]
    return known, [each for each in found if unprintable(clean(each))]


def slip_of(texts: tuple[str, ...], number: str = SLIP.number) -> Any:
    """A slip with another of them in each field that people fill in."""
    filled = [*texts, *["x"] * (AT_ONCE - len(texts))]
    names = ("description", "reporter", "place", "technician", "work_done", "dispatched_by")
    slip = replace(SLIP, number=number, **dict(zip(names, filled, strict=False)))
    return replace(slip, materials=(material(filled[-1], 100),))


def read(pdf: bytes) -> str:
    """All text of a document, which must hold nothing but text."""
    pages = PdfReader(BytesIO(pdf)).pages
    for page in pages:
        assert "/Annots" not in page
        assert "/AA" not in page
        assert "/XObject" not in page["/Resources"]
    return bare("".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("count", [SOME, pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_slip_shows_every_character_and_reads_nothing(count: int) -> None:
    known, _ = split(count)
    slip_pdf(SLIP, language="zh", paper="A5", copies=["technician"])  # the fonts are read once
    lost, asked = [], []
    for texts in groups(known, AT_ONCE):
        with watching() as reads:
            pdf = slip_pdf(slip_of(texts), language="zh", paper="A5", copies=["technician"])
        asked += reads
        text = read(pdf)
        lost += [each for each in texts if bare(clean(each)) not in text]
    assert not asked, asked[:3]
    assert not lost, f"{len(lost)} of {len(known)}: {lost[:3]}"


def test_the_watch_sees_a_file_being_read() -> None:
    """The control of the test above."""
    with watching() as reads, open(__file__, "rb"):  # noqa: PTH123  # the plainest way to read
        pass
    assert reads


@pytest.mark.slow
def test_a_record_of_a_disclosure_shows_every_character() -> None:
    known, _ = split(SOME)
    lost = []
    for texts in groups(known[:200], 4):
        recipient, contact, purpose, question = [*texts, "x", "x", "x"][:4]
        paper = replace(
            RECORD, recipient=recipient, contact=contact, purpose=purpose, question=question
        )
        text = read(disclosure_pdf(paper, language="zh"))
        lost += [each for each in texts if bare(clean(each)) not in text]
    assert not lost, f"{len(lost)}: {lost[:3]}"


def test_what_the_font_lacks_is_named_and_keeps_nobody_else_from_print() -> None:
    known, unknown = split(SOME)
    assert unknown
    good = [slip_of((text,), f"G{place}") for place, text in enumerate(known[:20])]
    bad = [slip_of((text,), f"B{place}") for place, text in enumerate(unknown[:60])]
    made = slips_pdf([*bad[:30], *good, *bad[30:]], language="zh", paper="A5", copies=["resident"])
    assert made.pages == len(good)
    assert [each.number for each in made.refused] == [each.number for each in bad]
    for refused, text in zip(made.refused, unknown, strict=False):
        named = chr(int(refused.reason.values["code"].removeprefix("U+"), 16))
        assert named in unprintable(clean(text))


def test_a_name_beyond_the_font_is_told_before_anything_is_set() -> None:
    with pytest.raises(Invalid) as told:
        require_printable(replace(SLIP, reporter="𠮷田"))
    assert told.value.values == {"character": "𠮷", "code": "U+20BB7"}
    require_printable(SLIP)
