"""Pack the outline icons the product uses into one sprite, `static/icons.svg`.

    python tools/pack_icons.py node_modules/@tabler/icons

The names come from `tools/icons.txt`, one a line. To use a new icon: add its name there
(https://tabler.io/icons), run this once and commit both files. The whole set weighs 2 MB; what is
used weighs about 40 KB.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT / "tools" / "icons.txt"
SPRITE = ROOT / "static" / "icons.svg"
STROKE = "1.75"
FILLED_SUFFIX = "-filled"
NOTICE = "<!-- Tabler Icons, MIT, (c) 2020-2026 Paweł Kuna; packed by tools/pack_icons.py -->"

_OPENING = re.compile(r"<svg.*?>", re.DOTALL)
_BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


def drawing(source: Path, name: str) -> str:
    """Give the shapes of one icon, bare; raises FileNotFoundError for a name the set lacks."""
    folder = "filled" if name.endswith(FILLED_SUFFIX) else "outline"
    file = source / "icons" / folder / f"{name.removesuffix(FILLED_SUFFIX)}.svg"
    text = _OPENING.sub("", file.read_text(encoding="utf-8"), count=1)
    return " ".join(_BOUNDING_BOX.sub("", text).replace("</svg>", "").split())


def symbol(source: Path, name: str) -> str:
    """Give one `<symbol>`: outlines take the text's colour as stroke, filled ones as fill."""
    paint = (
        f'fill="none" stroke="currentColor" stroke-width="{STROKE}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )
    if name.endswith(FILLED_SUFFIX):
        paint = 'fill="currentColor"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{drawing(source, name)}</symbol>'


def sprite(source: Path, names: list[str]) -> str:
    """Give the whole sprite, in the order of names: the same list gives the same bytes."""
    symbols = "\n".join(symbol(source, name) for name in sorted(set(names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{NOTICE}\n{symbols}\n</svg>\n'


def main() -> None:
    """Read the list, write the sprite, say how large it has become."""
    parser = argparse.ArgumentParser(description="Pack the icons of tools/icons.txt.")
    parser.add_argument("source", type=Path, help="folder of the @tabler/icons package")
    names = NAMES.read_text(encoding="utf-8").split()
    text = sprite(parser.parse_args().source, names)
    SPRITE.write_text(text, encoding="utf-8")
    size = len(text.encode()) // 1024
    sys.stdout.write(f"{len(set(names))} icons, {size} KB -> {SPRITE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
