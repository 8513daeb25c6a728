"""What the papers of the register share: head, foot, and the list of things to agree to."""

from collections.abc import Sequence

from propertydesk.owners.printing.sheets import Desk, TickLine
from propertydesk.platform.printing import (
    Block,
    Column,
    Footer,
    Gap,
    Header,
    Language,
    Note,
    Paragraph,
    Stack,
    Table,
    Text,
    Words,
)

_CHOICE: dict[str, str] = {
    "zh": "□ 同意　□ 不同意",
    "en": "□ yes   □ no",
    "both": "□ 同意 yes　□ 不同意 no",
}
_KEPT = Words("已同意", "agreed")


def header(desk: Desk, title: Words, form: str, number: str) -> Header:
    """The head of a paper."""
    return Header(
        company=desk.company,
        community=desk.community,
        title=title,
        form=form,
        number=number,
        qr=number,
        printed_at=desk.printed_at,
        tall=22.7,
        title_size=18.0,
        code=18.0,
    )


def footer(desk: Desk, side: Words | None = None) -> Footer:
    """The foot of a paper of which one copy is filed; `side` names front and back."""
    return Footer(
        copies=[side or Words("归档", "File copy")],
        in_hand=0,
        operator=desk.operator,
        staff_no=desk.operator_no,
        hotline=desk.hotline,
    )


def tick_table(ticks: Sequence[TickLine], language: Language) -> Table:
    """Everything that may be agreed to, one line each, with boxes to tick."""
    return Table(
        name=Words("同意事项", "Consents"),
        columns=[
            Column(
                Words("事项（自愿，可随时撤回）", "Agreed to (voluntary, may be withdrawn)"), 0.3
            ),
            Column(Words("内容", "What it means"), 0.46),
            Column(Words("请逐项勾选", "Please tick"), 0.26),
        ],
        rows=[[each.name, each.means, _answer(each, language)] for each in ticks],
    )


def prose(text: Words, size: float, language: Language) -> Block:
    """Running text; on a bilingual paper the English below, smaller and grey."""
    if language != "both":
        return Paragraph(text.zh if language == "zh" else text.en, size, leading=1.5)
    return Stack(
        [
            Paragraph(text.zh, size, leading=1.5),
            Gap(1.2),
            Paragraph(text.en, size - 1, leading=1.4, grey=True),
        ]
    )


def small(text: Words) -> Note:
    """A remark below a table."""
    return Note(text, 7.0)


def _answer(tick: TickLine, language: Language) -> Text:
    return _KEPT if tick.is_given else _CHOICE[language]
