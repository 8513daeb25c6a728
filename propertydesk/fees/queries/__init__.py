"""Reading fees."""

from propertydesk.fees.queries.agreements import ShownAgreement, agreements_of, vacancies_of
from propertydesk.fees.queries.bills import Bill, billed_homes, bills_of, months_of_home
from propertydesk.fees.queries.late import (
    LateOf,
    Made,
    late_among,
    late_behind,
    late_made_of,
    late_of,
    late_of_homes,
    late_rules,
)
from propertydesk.fees.queries.lines import receipt_lines
from propertydesk.fees.queries.preview import Due, dues, posted_line, preview
from propertydesk.fees.queries.receivables import (
    Owed,
    history_of_home,
    open_of_home,
    open_of_homes,
    open_sum,
    owed,
)
from propertydesk.fees.queries.runs import (
    PreviewLine,
    is_closed,
    preview_lines,
    preview_totals,
    price_of,
    requests_about,
    run_of,
    runs,
    task_of,
    waiting_approval,
)
from propertydesk.fees.queries.tariff import (
    ScopePrices,
    item_choices,
    items,
    prices_of,
    use_choices,
)

__all__ = [
    "Bill",
    "Due",
    "LateOf",
    "Made",
    "Owed",
    "PreviewLine",
    "ScopePrices",
    "ShownAgreement",
    "agreements_of",
    "billed_homes",
    "bills_of",
    "dues",
    "history_of_home",
    "is_closed",
    "item_choices",
    "items",
    "late_among",
    "late_behind",
    "late_made_of",
    "late_of",
    "late_of_homes",
    "late_rules",
    "months_of_home",
    "open_of_home",
    "open_of_homes",
    "open_sum",
    "owed",
    "posted_line",
    "preview",
    "preview_lines",
    "preview_totals",
    "price_of",
    "prices_of",
    "receipt_lines",
    "requests_about",
    "run_of",
    "runs",
    "task_of",
    "use_choices",
    "vacancies_of",
    "waiting_approval",
]
