"""The privacy notice with its consents, for one person to sign (PIPL 14, 17, 29)."""

from propertydesk.owners.printing import furnishing
from propertydesk.owners.printing.sheets import NoticeSheet
from propertydesk.platform.printing import (
    PAPERS,
    Cell,
    Gap,
    Grid,
    Heading,
    Language,
    Look,
    Row,
    Sheet,
    Signatures,
    Stack,
    Words,
    lay_out,
    say,
    to_pdf,
)

TITLE = Words("个人信息处理告知与同意书", "Privacy notice and consent")
FORM = "KF-03-5 V1"
_CLOSING = Words(
    "本人已阅读并理解上述告知，以上勾选均出于自愿。不满十四周岁的，由监护人签字。",
    "I have read and understood this notice; what I ticked, I agree to freely. "
    "For a child under 14 a guardian signs.",
)
_SIGNER = Words("本人（监护人）签字", "Signature (guardian)")
_CLERK = Words("经办人", "Taken by")


def notice_pdf(sheet: NoticeSheet, *, language: Language) -> bytes:
    """The notice as PDF, one A4 page as long as the words fit. Raises Invalid when a character
    cannot be printed.
    """
    body = Stack(
        [
            Grid(
                [
                    Row(
                        [
                            Cell(Words("姓名", "Name"), sheet.name, 55.0, bold=True),
                            Cell(Words("房号", "Home"), sheet.home, 60.0),
                            Cell(Words("联系电话", "Phone"), sheet.phone, 38.0),
                            Cell(Words("告知版本", "Version"), sheet.version),
                        ],
                        11.0,
                    )
                ]
            ),
            Gap(2.0),
            Heading(Words("告知内容", "Notice"), tall=7.0),
            Gap(1.0),
            furnishing.prose(sheet.notice, 8.5, language),
            Gap(3.0),
            Heading(Words("同意事项", "Consents"), tall=7.0),
            Gap(1.0),
            furnishing.tick_table(sheet.ticks, language),
            Gap(3.0),
            furnishing.small(_CLOSING),
            Gap(3.0),
            Signatures([_SIGNER, _CLERK], tall=22.0),
        ]
    )
    paper = Sheet(
        paper=PAPERS["A4"],
        look=Look(language, table=8.0),
        header=furnishing.header(sheet.desk, TITLE, FORM, sheet.number),
        body=body,
        footer=furnishing.footer(sheet.desk),
    )
    return to_pdf(
        lay_out(paper),
        title=f"{say(TITLE, language)} {sheet.number}",
        author=say(sheet.desk.company, language),
    )
