"""Reports of the money on A4 landscape (SF-08 … SF-11): facts, one table with its total, signers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing import (
    PAPERS,
    Cell,
    Column,
    Flow,
    Gap,
    Grid,
    Heading,
    Language,
    Look,
    Note,
    Row,
    Sheet,
    Signatures,
    Table,
    Text,
    Words,
)
from propertydesk.till.printing.desk import Desk, foot, head, pdf_of

_COPIES = (Words("存档", "File"),)
_SIGNERS = (
    Words("制表", "Prepared by"),
    Words("复核", "Checked by"),
    Words("项目负责人", "Manager"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaper:
    """A report as it is to be printed now; the last row is its total. `facts` stand above it."""

    desk: Desk
    title: Words
    form: str
    number: str
    facts: Sequence[tuple[Words, Text]]
    heading: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    notes: Sequence[Words] = ()


def report_pdf(paper: ReportPaper, *, language: Language) -> bytes:
    """The report as PDF, on as many pages as it needs. Raises Invalid for an unknown character."""
    tall = 11.0 if language == "both" else 9.7
    room = PAPERS["A4 landscape"].body_width / max(1, len(paper.facts))
    cells = [
        Cell(label, value, 0.0 if at == len(paper.facts) - 1 else room, bold=True)
        for at, (label, value) in enumerate(paper.facts)
    ]
    notes = [part for note in paper.notes for part in (Gap(0.8), Note(note, 7.0))]
    sheet = Sheet(
        paper=PAPERS["A4 landscape"],
        look=Look(language, value=10.0, table=8.5),
        header=head(paper.desk, paper.title, paper.form, paper.number),
        body=Flow(
            [
                Grid([Row(cells, tall)]),
                Gap(3.0),
                Heading(paper.heading, Words("金额单位：元", "yuan")),
                Table(paper.heading, paper.columns, paper.rows, row=5.4, sums=1),
                *notes,
                Gap(5.0),
                Signatures(_SIGNERS, 18.0, gap=8.0),
            ]
        ),
        footer=foot(paper.desk, _COPIES, 0),
    )
    return pdf_of([sheet], paper.title, paper.number, language)
