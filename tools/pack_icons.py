"""Pack the outline icons the product uses into one sprite, `static/icons.svg`.

    python tools/pack_icons.py node_modules/@tabler/icons

The names come from `tools/icons.txt`, one a line. To use a new icon: add its name there (https://tabler.io/icons),
run this once and commit both files. The whole set weighs 2 MB; what is used weighs about 40 KB.
"""

import argparse
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT / "tools" / "icons.txt"
SPRITE = ROOT / "static" / "icons.svg"
STROKE = "1.75"
FILLED_SUFFIX = "-filled"

_OPENING = re.compile(r"<svg.*?>", re.DOTALL)
_BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


def drawing(source: Path, name: str) -> str:
    """Give the shapes of one icon without its wrapper. Raises FileNotFoundError when the set has no such icon."""
    folder, stem = ("filled", name.removesuffix(FILLED_SUFFIX)) if name.endswith(FILLED_SUFFIX) else ("outline", name)
    text = (source / "icons" / folder / f"{stem}.svg").read_text(encoding="utf-8")
    shapes = _BOUNDING_BOX.sub("", _OPENING.sub("", text, count=1)).replace("</svg>", "")
    return " ".join(shapes.split())


def symbol(source: Path, name: str) -> str:
    """Give one `<symbol>`: outlines take the colour of the text as stroke, filled ones as fill."""
    if name.endswith(FILLED_SUFFIX):
        paint = 'fill="currentColor"'
    else:
        paint = f'fill="none" stroke="currentColor" stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{drawing(source, name)}</symbol>'


def sprite(source: Path, names: list[str]) -> str:
    """Give the whole sprite, icons in the order of their names, so that the same list gives the same bytes."""
    symbols = "\n".join(symbol(source, name) for name in sorted(set(names)))
    notice = "<!-- Tabler Icons, MIT License, (c) 2020-2026 Paweł Kuna; packed by tools/pack_icons.py -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{notice}\n{symbols}\n</svg>\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder of the @tabler/icons package")
    names = NAMES.read_text(encoding="utf-8").split()
    text = sprite(parser.parse_args().source, names)
    SPRITE.write_text(text, encoding="utf-8")
    print(f"{len(set(names))} icons, {len(text.encode()) // 1024} KB -> {SPRITE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
