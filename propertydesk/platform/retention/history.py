"""The history is sealed entry by entry, so nothing of it can be erased: what it holds is masked."""

from propertydesk.kernel.words import N_
from propertydesk.platform.retention.declare import Keeping

KEPT = Keeping(
    key="platform.history",
    what=N_("People in the history of records"),
    purpose=N_("To show who did what, beyond dispute"),
    basis=N_("PIPL art. 51 and 54; impact records for at least three years (art. 56)"),
    period=N_("as long as the register is kept"),
    effect=N_("Masked from the first day; who may read households sees the present name instead"),
)
