"""All bills of a month on paper: one PDF, drawn in the background."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from propertydesk.estate import queries as estate
from propertydesk.fees.printing import begun, bill_pages
from propertydesk.fees.queries.bill_paper import bill_papers
from propertydesk.fees.queries.bills import billed_homes, bills_of
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.printing import Document, Language
from propertydesk.platform.tasks import Progress, Task

KIND = "bills-print"

#: Homes whose bills are read and drawn together.
CHUNK = 100
_MOST_NAMED = 5


@dataclass
class Drawing:
    """The document while it grows. It is drawn outside of any transaction: nobody waits for it."""

    community_id: int
    month: date
    layout: str
    language: Language
    homes: list[int]
    document: Document | None = None
    drawn: int = 0
    bills: int = 0
    refused: list[str] = field(default_factory=list)

    def draw_up_to(self, count: int) -> None:
        """Draw the homes up to number `count`; after a kill, those before as well."""
        while self.drawn < min(count, len(self.homes)):
            self._draw(self.homes[self.drawn : self.drawn + CHUNK])
            self.drawn += CHUNK

    def _draw(self, homes: list[int]) -> None:
        now = clock_now()
        today = business_date(now, estate.zone_of(self.community_id))
        found = bills_of(self.community_id, self.month, homes, today=today)
        for paper in bill_papers(self.community_id, found, now=now):
            try:
                pages = bill_pages(paper, language=self.language, layout=self.layout)
            except Invalid:
                self.refused.append(paper.number)
                continue
            if self.document is None:
                self.document = begun(paper, language=self.language)
            for page in pages:
                self.document.add(page)
            self.bills += 1


def order_bills(
    community_id: int,
    month: date,
    *,
    layout: str,
    language: Language,
    only_open: bool,
    actor: Actor,
    now: datetime,
) -> Task:
    """Have all bills of a month (its first day) drawn as one PDF, by home.

    Raises Invalid on `month` when there is no bill.
    """
    if not billed_homes(community_id, month, only_open=only_open):
        raise Invalid(N_("There is no such bill in this month."), field="month")
    params = {
        "month": f"{month:%Y-%m-%d}",
        "layout": layout,
        "language": language,
        "only_open": only_open,
    }
    task = tasks.enqueue(KIND, params, actor=actor, now=now, community_id=community_id)
    activity.record(actor=actor, now=now, action="bills.print", subject=task, note=f"{month:%Y-%m}")
    return task


def prepare(task: Task) -> Drawing:
    """The homes to draw, and an empty document."""
    params, community_id = task.params, int(task.community_id or 0)
    month = date.fromisoformat(params["month"])
    homes = billed_homes(community_id, month, only_open=params["only_open"])
    return Drawing(community_id, month, params["layout"], params["language"], homes)


def draw(task: Task, drawing: Drawing) -> None:
    """Draw the next homes, outside of any transaction."""
    drawing.draw_up_to(task.done_count + CHUNK)


def step(task: Task, progress: Progress) -> None:
    """Note how far the drawing is."""
    drawing: Drawing = progress.material
    progress.expect(len(drawing.homes))
    progress.advance(
        min(CHUNK, len(drawing.homes) - task.done_count),
        N_("%(count)s bills drawn"),
        count=drawing.bills,
    )
    if task.done_count >= len(drawing.homes):
        progress.report({"bills": drawing.bills, "refused": len(drawing.refused)})
        _finish(progress, drawing)


def _finish(progress: Progress, drawing: Drawing) -> None:
    if not drawing.refused:
        progress.finish(N_("%(count)s bills drawn"), count=drawing.bills)
        return
    progress.finish(
        N_("%(count)s bills drawn; %(refused)s hold characters that cannot be printed: %(names)s"),
        count=drawing.bills,
        refused=len(drawing.refused),
        names=", ".join(drawing.refused[:_MOST_NAMED]),
    )


def conclude(task: Task, drawing: Drawing) -> Path | None:
    """Write the file; none when not a single bill could be drawn."""
    if drawing.document is None:
        return None
    path = tasks.folder() / f"bills-{task.id}-{secrets.token_hex(8)}.pdf"
    path.write_bytes(drawing.document.close())
    return path


TASK = tasks.TaskKind(KIND, N_("Bills on paper"), step, prepare, conclude, draw)
