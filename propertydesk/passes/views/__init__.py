"""Routes of passes and the gate."""

from propertydesk.passes.views import (
    check,
    copies,
    engagements,
    exit_gate,
    exit_page,
    exit_slips,
    exits,
    gate,
    gate_figures,
    gate_log,
    gate_notes,
    gate_visits,
    gate_workers,
    gates,
    keys,
    visit_lists,
    visits,
    worker_papers,
    worker_passes,
)
from propertydesk.passes.views.exit_blueprint import bp as exits_bp

__all__ = ["BLUEPRINTS", "exit_page", "exit_slips", "exits", "worker_papers"]

BLUEPRINTS = (
    gate.bp,
    gates.bp,
    keys.bp,
    check.bp,
    exit_gate.bp,
    exits_bp,
    copies.forced_bp,
    gate_visits.bp,
    visits.bp,
    visit_lists.bp,
    gate_figures.bp,
    gate_log.bp,
    engagements.bp,
    worker_passes.bp,
    gate_workers.bp,
    gate_notes.gate_bp,
    gate_notes.bp,
)
