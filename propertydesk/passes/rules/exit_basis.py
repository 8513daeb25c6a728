"""What an exit pass rests on, and what is still missing before it may be issued (domain.md B6)."""

from typing import Any

from propertydesk.kernel.words import N_
from propertydesk.passes.rules.exit_words import Applicant, Basis

#: Bases that somebody other than the owner may bring.
FOR_OTHERS = (Basis.WRITTEN, Basis.PHONE, Basis.LEASE)


def missing_for_issue(exit_pass: Any) -> list[tuple[str, str]]:
    """Fields and words of what is missing: the owner in person, the paper, or a phone call that a
    second clerk has heard of.
    """
    found = [("identity_seen", N_("See the applicant's identity card first; it is not copied."))]
    wanted = [] if exit_pass.identity_seen else found
    return [*wanted, *_OF_BASIS[Basis(exit_pass.basis)](exit_pass)]


def basis_fits(applicant: str, basis: str) -> bool:
    """Whether this applicant can rest on this basis: only owners need nobody's word."""
    if basis == Basis.OWNER:
        return applicant == Applicant.OWNER
    if basis == Basis.LEASE:
        return applicant in (Applicant.TENANT, Applicant.MEMBER)
    return basis == Basis.NIGHT or basis in FOR_OTHERS


def waits_for_call(exit_pass: Any) -> bool:
    """Whether a call to the owner, or its second clerk, is still to come."""
    return exit_pass.basis == Basis.PHONE and bool(_by_phone(exit_pass))


def _in_person(exit_pass: Any) -> list[tuple[str, str]]:
    if exit_pass.applicant_id is None:
        return [("applicant", N_("An owner in person is somebody of the register."))]
    return []


def _written(exit_pass: Any) -> list[tuple[str, str]]:
    if exit_pass.consent_ref:
        return []
    return [("consent_ref", N_("Write down which paper the owner has signed."))]


def _lease(exit_pass: Any) -> list[tuple[str, str]]:
    if exit_pass.consent_ref:
        return []
    return [("consent_ref", N_("Write down the lease whose list names the items."))]


def _by_phone(exit_pass: Any) -> list[tuple[str, str]]:
    if exit_pass.consented_at is None:
        return [("basis", N_("Phone the owner at the registered number first."))]
    if exit_pass.witness_id is None:
        return [("basis", N_("A second clerk confirms the call before the pass is issued."))]
    if exit_pass.witness_id == exit_pass.consent_by_id:
        return [("basis", N_("The second clerk is another person than the one who phoned."))]
    return []


def _at_night(_exit_pass: Any) -> list[tuple[str, str]]:
    return []


_OF_BASIS = {
    Basis.OWNER: _in_person,
    Basis.WRITTEN: _written,
    Basis.PHONE: _by_phone,
    Basis.LEASE: _lease,
    Basis.NIGHT: _at_night,
}
