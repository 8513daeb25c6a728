"""Write the state tables of the program into the pages of their domains.

python tools/draw_states.py           # writes docs/domains/*.md anew between the marks
python tools/draw_states.py --check   # exit 1 when a page is behind the program
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from propertydesk.kernel.states import Workflow  # noqa: E402  # the path comes first
from propertydesk.wiring import WORKFLOWS  # noqa: E402  # the path comes first

PAGES = {
    "approval": "approvals",
    "disclosure": "owners",
    "repair": "repairs",
    "followup": "followups",
    "billing": "fees",
    "price": "fees",
    "late_rule": "fees",
    "vacancy": "fees",
    "till_shift": "till",
    "exit_pass": "passes",
    "duty": "shifts",
    "gate_note": "passes",
    "visit": "passes",
    "worker_pass": "passes",
    "engagement": "passes",
}
#: A page of one table says `states`, one of several `states: SUBJECT`.
_MARKS = re.compile(r"(<!-- states(?:: (\w+))? -->\n).*?(<!-- end of states -->)", re.S)


def drawn(flow: Workflow) -> str:
    """A workflow as a Mermaid diagram and as a table."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for move in flow.moves:
        lines += [f"    {source} --> {move.target}: {move.action}" for source in move.sources]
    lines += [
        "```",
        "",
        "| action | from | to | permission | needs | timer |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {move.action} | {', '.join(move.sources)} | {move.target} | `{move.permission}` "
        f"| {', '.join(move.needs) or '–'} | {move.timer or '–'} |"
        for move in flow.moves
    ]
    return "\n".join(lines) + "\n"


def behind() -> list[str]:
    """The pages that differ from the program."""
    return [page.name for page, text in _pages() if page.read_text("utf-8") != text]


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv:
        found = behind()
        sys.stdout.writelines(f"{name}: run python tools/draw_states.py\n" for name in found)
        return 1 if found else 0
    for page, text in _pages():
        page.write_text(text, "utf-8")
    return 0


def _pages() -> list[tuple[Path, str]]:
    texts: dict[Path, str] = {}
    for flow in WORKFLOWS:
        page = ROOT / "docs" / "domains" / f"{PAGES[flow.subject]}.md"
        text = texts.get(page) or page.read_text("utf-8")
        texts[page] = _MARKS.sub(lambda mark, flow=flow: _filled(mark, flow), text)
    return list(texts.items())


def _filled(mark: re.Match[str], flow: Workflow) -> str:
    """The marked part with the table of `flow`, or as it is when it is another's."""
    if mark[2] not in (None, flow.subject):
        return mark[0]
    return mark[1] + drawn(flow) + mark[3]


if __name__ == "__main__":
    sys.exit(main())
