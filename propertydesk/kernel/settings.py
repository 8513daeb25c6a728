"""What a setting is: a key, a kind, a default with its unit, and why it exists."""

import json
from dataclasses import dataclass
from datetime import time
from typing import Any

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

_KINDS = {"integer": int, "text": str, "choice": str, "time": time, "phrase": dict, "flag": bool}


@dataclass(frozen=True)
class Setting:
    """One declared setting; `kind` is integer, text, choice, time, phrase (zh and en) or flag."""

    key: str
    default: Any
    kind: str
    label: str
    explanation: str
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[tuple[str, str], ...] = ()

    def check(self, value: Any) -> None:
        """Raise Invalid unless `value` is of the kind and within bounds."""
        if not self._is_of_kind(value):
            raise Invalid(N_("This value is not of the right kind."), field="value")
        if self.kind == "integer" and not self._within(value):
            raise Invalid(
                N_("Choose a number from %(minimum)s to %(maximum)s."),
                field="value",
                minimum=self.minimum,
                maximum=self.maximum,
            )
        if self.kind == "choice" and value not in dict(self.choices):
            raise Invalid(N_("Choose one of the list."), field="value")
        if self.kind == "phrase" and not all(value.get(each) for each in ("zh", "en")):
            raise Invalid(N_("Both languages are needed."), field="value")

    def write(self, value: Any) -> str:
        """The value as stored text."""
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return json.dumps(value, ensure_ascii=False) if self.kind != "text" else str(value)

    def read(self, text: str) -> Any:
        """The value that `write` stored."""
        if self.kind == "time":
            return time.fromisoformat(text)
        return text if self.kind == "text" else json.loads(text)

    def _is_of_kind(self, value: object) -> bool:
        wanted = _KINDS[self.kind]
        return isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))

    def _within(self, value: int) -> bool:
        low = self.minimum is None or value >= self.minimum
        return low and (self.maximum is None or value <= self.maximum)
