"""Masks within free texts: numbers of people are hidden, everything else stays readable."""

import pytest

from propertydesk.kernel.masking import mask_personal

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ring 10012345678 or 100 1234-5678", "ring 100****5678 or 100****5678"),
        ("+86 10012345678, 0571-55500110", "100****5678, 0571-****0110"),
        ("990000199003070026 and 99000019900307002x", "990*************26 and 990*************2x"),
        ("浙A12345、沪A·D12345", "浙A***45、沪A***45"),
    ],
)
def test_personal_numbers_are_masked_within_a_text(text: str, masked: str) -> None:
    assert mask_personal(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "BX20261121-0007",
        "2026-11-21 09:00",
        "¥12345678.90",
        "3-2-1501",
        "HF20261121-0001",
        "浙江A座",
    ],
)
def test_dates_amounts_and_document_numbers_stay_readable(text: str) -> None:
    assert mask_personal(text) == text
