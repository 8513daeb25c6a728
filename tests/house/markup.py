"""Reads a page for the few things that every page owes its readers."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

CONTROLS = {"input", "select", "textarea"}
UNLABELLED_KINDS = {"hidden", "submit", "button", "image", "reset"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    """A tag with its attributes and the text below it."""

    tag: str
    attributes: dict[str, str]
    line: int
    inside: tuple["Element", ...] = ()
    text: str = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def is_within(self, tag: str) -> bool:
        return any(parent.tag == tag for parent in self.inside)

    def describe(self) -> str:
        marks = " ".join(f'{n}="{self.get(n)}"' for n in ("id", "name", "href") if self.get(n))
        return f"line {self.line}: <{self.tag} {marks}>"


@dataclass
class Page(HTMLParser):
    """All elements of a page, in order."""

    elements: list[Element] = field(default_factory=list)
    opened: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self.getpos()[0], tuple(self.opened))
        self.elements.append(element)
        if tag not in VOID:
            self.opened.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.opened.pop()

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.opened) - 1, -1, -1):
            if self.opened[place].tag == tag:
                del self.opened[place:]
                return

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def faults(self) -> list[str]:
        """What is missing or doubled, in words."""
        return [
            *self.head_faults(),
            *(f"{e.describe()} has no label" for e in self.elements if self.lacks_label(e)),
            *(f"{e.describe()} has no name" for e in self.elements if lacks_name(e)),
            *(f"{e.describe()} has no alt" for e in self.all("img") if "alt" not in e.attributes),
            *(f"{e.describe()} is inline" for e in self.elements if is_inline(e)),
            *(
                f'id="{name}" stands {count} times'
                for name, count in self.ids().items()
                if count > 1
            ),
        ]

    def head_faults(self) -> list[str]:
        faults = []
        html = self.all("html")
        if not html or not html[0].get("lang"):
            faults.append("<html> has no lang")
        titles = [e for e in self.all("title") if not e.is_within("svg")]
        if len(titles) != 1 or not titles[0].text.strip():
            faults.append("there must be one <title> with words")
        heads = self.all("h1")
        if len(heads) != 1 or not heads[0].text.strip():
            faults.append(f"there must be one <h1> with words, not {len(heads)}")
        return faults

    def ids(self) -> Counter[str]:
        return Counter(e.get("id") for e in self.elements if e.get("id") and not e.is_within("svg"))

    def lacks_label(self, element: Element) -> bool:
        if element.tag not in CONTROLS or element.get("type") in UNLABELLED_KINDS:
            return False
        if element.get("aria-label") or element.get("aria-labelledby"):
            return False
        labels = {label.get("for") for label in self.all("label")}
        return not element.is_within("label") and element.get("id") not in labels


def lacks_name(element: Element) -> bool:
    """Links and buttons must say where they lead, to ears as well."""
    if element.tag not in {"a", "button"} or (element.tag == "a" and not element.get("href")):
        return False
    return not (element.text.strip() or element.get("aria-label") or element.get("title"))


def is_inline(element: Element) -> bool:
    """What the content security policy refuses."""
    handler = any(name.startswith("on") or name == "style" for name in element.attributes)
    data = element.get("type") in {"application/json", "importmap"}
    script = element.tag == "script" and not element.get("src") and not data
    return handler or script or element.tag == "style"


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page
