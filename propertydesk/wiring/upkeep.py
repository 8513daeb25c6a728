"""What keeps the house: jobs and tasks, how long which data stay, what `verify` looks for."""

from propertydesk.accounts import jobs as account_jobs
from propertydesk.accounts.queries.invariants import INVARIANTS as ACCOUNT_INVARIANTS
from propertydesk.accounts.rules import keeping
from propertydesk.estate.queries.invariants import INVARIANTS as ESTATE_INVARIANTS
from propertydesk.fees.queries.invariants import INVARIANTS as FEE_INVARIANTS
from propertydesk.fees.queries.retention import HOLDS as FEE_HOLDS
from propertydesk.fees.queries.retention import KEPT as BOOKS_KEPT
from propertydesk.fees.services import bill_printing, posting
from propertydesk.followups import jobs as followup_jobs
from propertydesk.followups.queries.invariants import INVARIANTS as FOLLOWUP_INVARIANTS
from propertydesk.followups.services import erasure as followup_erasure
from propertydesk.owners import jobs as owner_jobs
from propertydesk.owners.queries.invariants import INVARIANTS as OWNER_INVARIANTS
from propertydesk.owners.services import importing
from propertydesk.owners.services import retention as owner_retention
from propertydesk.passes import jobs as pass_jobs
from propertydesk.passes.queries.invariants import INVARIANTS as PASS_INVARIANTS
from propertydesk.passes.queries.parking_invariants import INVARIANTS as PARKING_INVARIANTS
from propertydesk.passes.queries.visit_invariants import INVARIANTS as VISIT_INVARIANTS
from propertydesk.passes.queries.worker_invariants import INVARIANTS as WORKER_INVARIANTS
from propertydesk.passes.services import gate_notes
from propertydesk.passes.services import parking as parking_services
from propertydesk.passes.services.exits import erasure as pass_erasure
from propertydesk.passes.services.visits import upkeep as visit_upkeep
from propertydesk.passes.services.workers import upkeep as worker_upkeep
from propertydesk.platform import (
    housekeeping,
    retention,
    reveal,
    seals,
    tasks,
)
from propertydesk.platform.approvals import jobs as approval_jobs
from propertydesk.platform.scheduling import Job
from propertydesk.platform.verify import Invariant
from propertydesk.repairs import jobs as repair_jobs
from propertydesk.repairs.queries.invariants import INVARIANTS as REPAIR_INVARIANTS
from propertydesk.repairs.services import erasure as repair_erasure
from propertydesk.shifts.queries.invariants import INVARIANTS as SHIFT_INVARIANTS
from propertydesk.till.queries.invariants import INVARIANTS as TILL_INVARIANTS

JOBS: tuple[Job, ...] = (
    *housekeeping.JOBS,
    *account_jobs.JOBS,
    *approval_jobs.JOBS,
    *seals.JOBS,
    *owner_jobs.JOBS,
    *retention.JOBS,
    *followup_jobs.JOBS,
    *repair_jobs.JOBS,
    *pass_jobs.JOBS,
)


#: How long which personal data are kept, in the order in which they are erased.
RETENTION: tuple[retention.RetentionRule, ...] = (
    *owner_retention.RULES,
    *followup_erasure.RULES,
    *parking_services.RETENTION,
    *repair_erasure.RULES,
    *pass_erasure.RULES,
    *visit_upkeep.RULES,
    *worker_upkeep.RULES,
    *gate_notes.RETENTION,
    retention.TASK_RULE,
)


#: What the monthly run leaves alone: kept by law, or swept by a job of its own.
KEPT: tuple[retention.Keeping, ...] = (
    *BOOKS_KEPT,
    retention.HISTORY_KEPT,
    retention.Keeping(**keeping.TRIALS),
    retention.Keeping(**keeping.SESSIONS),
)


#: What stands against erasing somebody.
HOLDS: tuple[retention.Hold, ...] = (
    *owner_retention.HOLDS,
    *FEE_HOLDS,
    *repair_erasure.HOLDS,
    *pass_erasure.HOLDS,
)


TASKS: tuple[tasks.TaskKind, ...] = (
    importing.TASK,
    importing.UNDO_TASK,
    seals.TASK,
    posting.TASK,
    bill_printing.TASK,
)


INVARIANTS: tuple[Invariant, ...] = (
    *ACCOUNT_INVARIANTS,
    *reveal.INVARIANTS,
    *ESTATE_INVARIANTS,
    *OWNER_INVARIANTS,
    *SHIFT_INVARIANTS,
    *PARKING_INVARIANTS,
    *FOLLOWUP_INVARIANTS,
    *FEE_INVARIANTS,
    *TILL_INVARIANTS,
    *REPAIR_INVARIANTS,
    *PASS_INVARIANTS,
    *VISIT_INVARIANTS,
    *WORKER_INVARIANTS,
)
