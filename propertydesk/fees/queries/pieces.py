"""The billing statement: one select that gives, for a charge item and a period, every piece of
every home or parking space with its price, payer, months and amount.

A piece is a run of days with one price, one vacancy rate and one payer. Its amount is the sum of
`rules.calculation` in SQL: whole numbers, divided once. Preview and posting read the same select,
so what is approved is what is posted. All values stand in the text as whole numbers or days of our
own making; nothing that somebody typed does.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem
from propertydesk.platform.db import on_sqlite

#: Joins what stands for days of a piece `c` already, as `x`; nothing stands where `x.id` is NULL.
FRESH = """LEFT JOIN standing x ON x.place_id = c.place_id AND x.is_void = 0
     AND x.starts_on < c.ends_before AND x.ends_on >= c.starts_on"""


@dataclass(frozen=True)
class Scope:
    """What one statement covers: an item, a period, and some buildings (None: all).

    `only_missing` leaves out early what stands for all of its days already;
    `is_fresh` says that nothing stands, which spares the looking.
    """

    item: ChargeItem
    period: rules.Period
    building_ids: tuple[int, ...] | None
    has_developer: bool
    only_missing: bool = False
    is_fresh: bool = False

    @property
    def since(self) -> date:
        """The first day that can be charged."""
        return max(self.period.starts_on, self.item.starts_on)

    @property
    def until(self) -> date:
        """The first day that cannot."""
        return min(self.period.until, self.item.ends_on or self.period.until)

    @property
    def due_on(self) -> date:
        """When it is to be paid."""
        timing = rules.Timing(self.item.timing)
        return rules.due_on(self.period, timing, self.item.due_day)


def with_pieces(scope: Scope) -> str:
    """The common table expressions up to `charged`, the pieces with amounts.

    Columns of `charged`: home_id, space_id, place_id, starts_on, ends_on (last day), ends_before,
    payer_id, payer_role, price_id, quantity, price, surcharge, percent, months_part, months_whole,
    amount, rounding, reason ('' when it can be posted, 'nothing' when these days cost nothing, else
    a rules.LeftOut). `FRESH` joins what stands for a piece's days already, as `x`.
    """
    return f"""{with_standing(scope)},
calendar(day, before, part, whole) AS (VALUES {_calendar(scope)}),
places AS MATERIALIZED ({_places(scope)}),
marks AS ({_marks(scope)}),
facts AS ({_facts(scope)}),
turns AS (
    SELECT facts.*,
           CASE WHEN price_id <> LAG(price_id, 1, -1) OVER course
                  OR percent <> LAG(percent, 1, -1) OVER course THEN day END AS rate_day,
           CASE WHEN payer_id <> LAG(payer_id, 1, -1) OVER course
                  OR payer_role <> LAG(payer_role, 1, '') OVER course THEN day END AS payer_day
    FROM facts WINDOW course AS (PARTITION BY place_id ORDER BY day)
),
pieces AS (
    SELECT turns.*, LEAD(day, 1, until) OVER course AS ends_before,
           MAX(rate_day) OVER course AS anchor
    FROM turns WHERE rate_day IS NOT NULL OR payer_day IS NOT NULL
    WINDOW course AS (PARTITION BY place_id ORDER BY day)
),
rated AS (
    SELECT p.home_id, p.space_id, p.place_id, p.day AS starts_on, p.ends_before, e.before AS ends_on,
           p.payer_id, p.payer_role, p.price_id, p.quantity, p.percent,
           f.price, f.surcharge, p.quantity * f.price + CAST(100 AS BIGINT) * f.surcharge AS rate,
           {_part("e", "b")} AS months_part, {_whole("e", "b")} AS months_whole,
           {_part("e", "a")} AS end_part, {_whole("e", "a")} AS end_whole,
           {_part("b", "a")} AS begin_part, {_whole("b", "a")} AS begin_whole
    FROM pieces p
    JOIN calendar b ON b.day = p.day
    JOIN calendar e ON e.day = p.ends_before
    JOIN calendar a ON a.day = p.anchor
    LEFT JOIN fee_prices f ON f.id = p.price_id
),
summed AS (
    SELECT rated.*,
           CASE WHEN rate <= {rules.LARGEST_RATE} THEN {_fen("end_part", "end_whole")}
                - CASE WHEN begin_part = 0 THEN 0 ELSE {_fen("begin_part", "begin_whole")} END
                ELSE 0 END AS amount,
           CASE WHEN begin_part <> 0 AND rate <= {rules.LARGEST_RATE}
                THEN {_fen("months_part", "months_whole")} END AS own_product
    FROM rated
),
charged AS (
    SELECT summed.*, COALESCE(amount - own_product, 0) AS rounding, {_reason(scope)} AS reason
    FROM summed
)
"""


def with_standing(scope: Scope) -> str:
    """The first of the table expressions: `spots`, what can be charged, and `standing`, what is
    posted for them already.
    """
    return f"""WITH spots AS MATERIALIZED ({_spots(scope)}),
standing AS MATERIALIZED ({_standing(scope)})"""


def day_literal(day: date) -> str:
    """A day as it stands in a statement of this engine."""
    return f"'{day:%Y-%m-%d}'" if on_sqlite() else f"DATE '{day:%Y-%m-%d}'"


def _calendar(scope: Scope) -> str:
    """Every day of the period with the months elapsed before it."""
    proration = rules.Proration(scope.item.proration)
    rows = []
    for day in scope.period.days():
        if scope.since <= day <= scope.until:
            share = rules.elapsed(scope.period, day, proration)
            before = day_literal(day - timedelta(days=1))
            rows.append(f"({day_literal(day)}, {before}, {share.part}, {share.whole})")
    return ", ".join(rows)


def _spots(scope: Scope) -> str:
    """What can be charged: homes, or parking spaces of homes, with the first day too late for it."""
    until = day_literal(scope.until)
    of_space = scope.item.basis == rules.Basis.SPACE
    place, table = ("s", "parking_spaces s JOIN homes h ON h.id = s.home_id") if of_space else (
        "h",
        "homes h",
    )  # fmt: skip
    quantity = "h.area_centi" if scope.item.basis == rules.Basis.AREA else str(rules.ONE)
    within = f"h.community_id = {scope.item.community_id}"
    if scope.building_ids is not None:
        listed = ", ".join(str(each) for each in scope.building_ids)
        # the plus takes the community's index away: some buildings are read, not all homes each time
        within = f"h.building_id IN ({listed}) AND +{within}"
    return f"""
    SELECT h.id AS home_id, {"s.id" if of_space else "CAST(NULL AS INTEGER)"} AS space_id,
           {place}.id AS place_id, h.building_id, {place}.kind AS "use", CAST({quantity} AS BIGINT) AS quantity,
           h.handed_over_on, CASE WHEN h.occupancy = 'unsold' THEN 1 ELSE 0 END AS unsold,
           CASE WHEN {place}.ended_on < {until} THEN {place}.ended_on ELSE {until} END AS until,
           {"CAST(NULL AS DATE)" if of_space else "h.starts_on"} AS made_on
    FROM {table}
    WHERE {within}
      {"" if of_space else f"AND (h.starts_on IS NULL OR h.starts_on < {until})"}
      AND ({place}.ended_on IS NULL OR {place}.ended_on > {day_literal(scope.since)})"""


def _standing(scope: Scope) -> str:
    """What is posted for the spots, item and period already, void or not.

    Both engines are made to look spot by spot (SQLite takes CROSS JOIN in the order written): they
    know nothing yet of an item that is just being posted, and would go through all of it.
    """
    of_space = scope.item.basis == rules.Basis.SPACE
    place = "r.space_id = s.space_id" if of_space else "r.space_id IS NULL"
    wanted = f"""r.period = {day_literal(scope.period.starts_on)} AND r.item_id = {scope.item.id}
          AND r.home_id = s.home_id AND {place} AND r.source_type IS NULL"""
    found = f"CROSS JOIN receivables r ON {wanted}"
    if not on_sqlite():
        found = f"CROSS JOIN LATERAL (SELECT r.* FROM receivables r WHERE {wanted} OFFSET 0) r"
    return f"""
    SELECT s.place_id, r.id, r.starts_on, r.ends_on,
           CASE WHEN v.id IS NULL THEN 0 ELSE 1 END AS is_void
    FROM spots s {found}
    LEFT JOIN receivable_changes v ON v.receivable_id = r.id AND v.kind = 'void'
    {"WHERE 1 = 0" if scope.is_fresh else ""}"""


def _places(scope: Scope) -> str:
    """The spots to look at: all, or those for which not all days stand yet."""
    if scope.is_fresh or not scope.only_missing:
        return "SELECT * FROM spots"
    last = day_literal(scope.until - timedelta(days=1))
    return f"""
    SELECT s.* FROM spots s WHERE s.place_id NOT IN (
        SELECT x.place_id FROM standing x WHERE x.is_void = 0
         AND x.starts_on <= {day_literal(scope.since)} AND x.ends_on >= {last})"""


def _marks(scope: Scope) -> str:
    """The days on which something may turn: price, vacancy, payer; a home made of others (by a
    split or a joining) has none before its own first day.
    """
    since = day_literal(scope.since)
    first = f"CASE WHEN made_on > {since} THEN made_on ELSE {since} END"
    parts = [f"SELECT place_id, {first} AS day FROM places"]

    def mark(day: str, source: str) -> None:
        parts.append(
            f"SELECT p.place_id, {day} FROM places p {source}{' AND' if source else 'WHERE'} "
            f"{day} > {since} AND {day} < p.until AND (p.made_on IS NULL OR {day} > p.made_on)"
        )

    ties = "JOIN household_ties t ON t.home_id = p.home_id WHERE t.tie = 'owner'"
    agreements = f"JOIN payer_agreements g ON g.home_id = p.home_id WHERE {_agreed(scope)}"
    prices = f"JOIN fee_prices f ON {_price_fits(scope)} WHERE f.state = 'approved'"
    vacancies = "JOIN vacancy_rates v ON v.home_id = p.home_id WHERE v.state = 'approved'"
    mark("p.handed_over_on", "")
    sources = [("t", ties), ("g", agreements), ("f", prices)]
    for name, source in sources + ([("v", vacancies)] if scope.item.vacancy_counts else []):
        mark(f"{name}.starts_on", source)
        mark(f"{name}.ends_on", source)
    return "\n    UNION ".join(parts)


def _facts(scope: Scope) -> str:
    """What holds from each marked day on."""
    vacancy = "100"
    if scope.item.vacancy_counts:
        vacancy = f"""COALESCE((SELECT MIN(v.percent) FROM vacancy_rates v
               WHERE v.home_id = p.home_id AND v.state = 'approved' AND {_holds("v")}), 100)"""
    developer = (
        "CASE WHEN p.handed_over_on > m.day OR (p.handed_over_on IS NULL AND p.unsold = 1) "
        "THEN 1 ELSE 0 END"
    )
    return f"""
    SELECT d.home_id, d.space_id, d.place_id, d.day, d.until, d.quantity, d.price_id, d.percent,
           CASE WHEN d.developer = 1 THEN 'developer' WHEN d.tenant_id > 0 THEN 'tenant'
                ELSE 'owner' END AS payer_role,
           CASE WHEN d.developer = 1 THEN 0 WHEN d.tenant_id > 0 THEN d.tenant_id
                ELSE d.owner_id END AS payer_id
    FROM (
        SELECT p.home_id, p.space_id, p.place_id, m.day, p.until, p.quantity,
               {developer} AS developer, {vacancy} AS percent,
               COALESCE((SELECT f.id FROM fee_prices f WHERE {_price_fits(scope)}
                   AND f.state = 'approved' AND {_holds("f")}
                   ORDER BY f.rank DESC, f.id DESC LIMIT 1), 0) AS price_id,
               COALESCE((SELECT g.person_id FROM payer_agreements g
                   WHERE g.home_id = p.home_id AND {_agreed(scope)} AND {_holds("g")}
                   ORDER BY CASE WHEN g.item_id IS NULL THEN 1 ELSE 0 END, g.id DESC
                   LIMIT 1), 0) AS tenant_id,
               COALESCE((SELECT t.person_id FROM household_ties t
                   WHERE t.home_id = p.home_id AND t.tie = 'owner' AND {_holds("t")}
                   ORDER BY t.share DESC, t.id LIMIT 1), 0) AS owner_id
        FROM marks m JOIN places p ON p.place_id = m.place_id
    ) d"""


def _agreed(scope: Scope) -> str:
    return f"(g.item_id IS NULL OR g.item_id = {scope.item.id})"


def _price_fits(scope: Scope) -> str:
    """A price for everybody, or for this home, space, building or use."""
    space = "f.space_id = p.space_id" if scope.item.basis == rules.Basis.SPACE else "1 = 0"
    return (
        f"f.item_id = {scope.item.id} AND (f.home_id IS NULL OR f.home_id = p.home_id) "
        f"AND (f.space_id IS NULL OR {space}) "
        "AND (f.building_id IS NULL OR f.building_id = p.building_id) "
        """AND (f."use" = '' OR f."use" = p."use")"""
    )


def _holds(name: str) -> str:
    """On the marked day; an owner's beginning may be unknown."""
    return (
        f"({name}.starts_on IS NULL OR {name}.starts_on <= m.day) "
        f"AND ({name}.ends_on IS NULL OR {name}.ends_on > m.day)"
    )


def _part(end: str, begin: str) -> str:
    """Numerator of the months between two days of the calendar."""
    return (
        f"CASE WHEN {end}.whole = {begin}.whole THEN {end}.part - {begin}.part "
        f"ELSE {end}.part * {begin}.whole - {begin}.part * {end}.whole END"
    )


def _whole(end: str, begin: str) -> str:
    """Denominator of the months between two days of the calendar."""
    same = f"{end}.whole = {begin}.whole"
    return f"CASE WHEN {same} THEN {end}.whole ELSE {end}.whole * {begin}.whole END"


def _fen(part: str, whole: str) -> str:
    """`rules.Rate.for_months`, half-up by whole division; 63 bits hold it."""
    return f"(2 * rate * {part} * percent + {whole} * 1000000) / ({whole} * 2000000)"


def _reason(scope: Scope) -> str:
    """Why a piece is not posted; the first reason that holds."""
    why = rules.LeftOut
    developer = "WHEN FALSE" if scope.has_developer else "WHEN payer_role = 'developer'"
    return f"""CASE
        WHEN months_part = 0 OR percent = 0 THEN 'nothing'
        WHEN price_id = 0 THEN '{why.NO_PRICE if scope.item.everyone else "nothing"}'
        WHEN quantity = 0 THEN '{why.NO_AREA}'
        {developer} THEN '{why.NO_DEVELOPER}'
        WHEN payer_id = 0 AND payer_role <> 'developer' THEN '{why.NO_PAYER}'
        WHEN rate > {rules.LARGEST_RATE} THEN '{why.TOO_LARGE}'
        WHEN amount <= 0 THEN '{why.TOO_SMALL}'
        ELSE '' END"""
