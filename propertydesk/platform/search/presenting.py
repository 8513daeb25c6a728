"""How a hit reads on the screen: each domain says it for its own subjects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from propertydesk.platform.search.finding import Found, rank_subjects


@dataclass(frozen=True)
class Hit:
    """A line of the result: what it is, what tells it from others, where it leads."""

    title: str
    detail: str
    url: str
    tags: tuple[str, ...] = ()
    icon: str = ""
    tone: str = ""


Presenter = Callable[[int, Sequence[int]], Mapping[int, Hit]]

_presenters: dict[str, Presenter] = {}


def register_presenter(subject_type: str, presenter: Presenter) -> None:
    """Tell how subjects of a type read; the order of registration is the order in which equal
    hits are shown.

    `presenter(community_id, ids)` gives a hit for each id that the reader may see; called from
    wiring.
    """
    _presenters[subject_type] = presenter
    rank_subjects(tuple(_presenters))


def present(community_id: int, found: Sequence[Found]) -> list[Hit]:
    """The hits of `found` in its order, one question to each domain; what has no presenter or is
    gone is left out.
    """
    hits: dict[tuple[str, int], Hit] = {}
    for subject_type in dict.fromkeys(each.subject_type for each in found):
        presenter = _presenters.get(subject_type)
        if presenter is None:
            continue
        ids = [each.subject_id for each in found if each.subject_type == subject_type]
        for subject_id, hit in presenter(community_id, ids).items():
            hits[subject_type, subject_id] = hit
    keys = ((each.subject_type, each.subject_id) for each in found)
    return [hits[key] for key in keys if key in hits]
