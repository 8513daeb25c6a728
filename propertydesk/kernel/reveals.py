"""What may be looked at in full: declared by domains, carried out by the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Revealable:
    """One kind of masked value. `purposes` map the reasons (a StrEnum) accepted to their words (A48).

    `kind` is stable, such as "person.phone"; `action` is how the look reads in a timeline.
    """

    kind: str
    label: str
    permission: str
    action: str
    purposes: Mapping[Any, str]
