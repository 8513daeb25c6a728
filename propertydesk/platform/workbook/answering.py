"""Small tables as a file to take away: the workbook of a report."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from flask import Response, stream_with_context
from flask_babel import gettext as _

from propertydesk.platform.access import actor
from propertydesk.platform.workbook.table import Heading, xlsx_chunks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    name: str,
    facts: list[tuple[str, str]],
    headings: list[Heading],
    rows: Iterable[Sequence[Any]],
) -> Response:
    """A file that says what it is about, and who took it, on its second sheet."""
    who = actor().name

    def info(count: int) -> list[tuple[str, str]]:
        return [*facts, (_("Rows"), f"{count:,}"), (_("Exported by"), who)]

    chunks = stream_with_context(xlsx_chunks(headings, rows, info=info, mark=who))
    answer = Response(chunks, mimetype=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
