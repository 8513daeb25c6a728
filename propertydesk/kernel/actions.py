"""How something that was done reads in a timeline."""

from dataclasses import dataclass

from propertydesk.kernel.states import Tone


@dataclass(frozen=True)
class ActionWords:
    """A catalogue entry (with %(number)s for the subject), an icon and a colour."""

    text: str
    icon: str = "circle-check"
    tone: Tone = Tone.BLUE
