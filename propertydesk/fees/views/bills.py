"""Bills on paper: of a household at once, of a whole month in the background."""

from datetime import date
from typing import Any, get_args

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.estate.models import Home
from propertydesk.fees import queries, rules, services
from propertydesk.fees.forms import BillPrintForm
from propertydesk.fees.printing import PAPERS_OF_BILLS, bill_pdf
from propertydesk.fees.queries.bill_paper import bill_papers
from propertydesk.fees.rules import Permission
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.printing import Language
from propertydesk.platform.tasks import Task
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("bills", __name__, url_prefix="/bills")

_NOWHERE = N_("There is no such page or record.")
_NO_BILL = N_(
    "Nothing was charged in this month and nothing is open from before: there is no bill."
)


@bp.get("")
@requires(Permission.PREPARE_RUN)
def index() -> ResponseReturnValue:
    """What is wanted: month, paper, language."""
    first = {"month": _month_asked(), "paper": PAPERS_OF_BILLS[0], "language": "zh"}
    return _ordering(BillPrintForm(formdata=None, data=first))


@bp.post("")
@requires(Permission.PREPARE_RUN)
@writes
def order() -> ResponseReturnValue:
    """Have all bills of a month drawn in the background."""
    form = BillPrintForm().offer()

    def work(data: dict[str, Any]) -> Task:
        return services.order_bills(
            actor().community_id,
            data["month"],
            layout=data["paper"],
            language=data["language"],
            only_open=data["only_open"],
            actor=actor(),
            now=now(),
        )

    task = form.submit(work)
    if task is None:
        return _ordering(form, 422)
    return see_other(url_for("tasks.detail", task_id=task.id))


@bp.get("/homes/<int:home_id>")
@requires(Permission.READ)
def of_home(home_id: int) -> ResponseReturnValue:
    """The bills of a household for a month, with what is open from before."""
    home, months = load(Home, home_id), queries.months_of_home(home_id)
    month = _month_asked(months[0] if months else None)
    return page(
        "fees/bill.html",
        home=home,
        month=month,
        months=months,
        bills=_bills(home, month),
        papers=rules.BILL_PAPER_WORDS,
        languages=rules.BILL_LANGUAGE_WORDS,
    )


@bp.get("/homes/<int:home_id>/bill.pdf")
@requires(Permission.READ)
def paper(home_id: int) -> ResponseReturnValue:
    """The bills of a household for a month on paper; one for each payer."""
    home, month = load(Home, home_id), _month_asked()
    layout = request.args.get("paper", PAPERS_OF_BILLS[0])
    languages: tuple[Language, ...] = get_args(Language)
    wanted = request.args.get("language", "zh")
    language = next((each for each in languages if each == wanted), None)
    if layout not in PAPERS_OF_BILLS or language is None or language == "both":
        raise Missing(_NOWHERE)
    found = _bills(home, month)
    if not found:
        raise Missing(_NO_BILL)
    papers = bill_papers(home.community_id, found, now=now(), operator=actor().name)
    answer = Response(
        bill_pdf(papers, language=language, layout=layout), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'inline; filename="{found[0].number}.pdf"'
    return answer


def _bills(home: Home, month: date) -> list[queries.Bill]:
    return queries.bills_of(home.community_id, month, [home.id], today=today(zone()))


def _month_asked(otherwise: date | None = None) -> date:
    """The month of the address, such as `?month=2026-11`. Raises Missing for nonsense."""
    said = request.args.get("month", "")
    if not said:
        return otherwise or today(zone()).replace(day=1)
    try:
        return rules.parse_month(said)
    except Invalid as problem:
        raise Missing(_NOWHERE) from problem


def _ordering(form: BillPrintForm, status: int = 200) -> ResponseReturnValue:
    return page("fees/bills.html", form=form.offer()), status
