"""Templates: they compile, say nothing twice, and carry no script, style or unsafe text."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from tests.house.source import TEMPLATES, report, template_name, templates

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n", "jinja2.ext.do"]
)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
FORM = re.compile(r"<form\b(?P<head>.*?)>(?P<body>.*?)</form>", re.DOTALL | re.IGNORECASE)
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    "an inline style sheet": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"'{]", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "an htmx handler": re.compile(r"\bhx-on[:-]|hx-vals\s*=\s*['\"]js:", re.I),
    "something from elsewhere": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I),
}


@cache
def source(path: Path) -> str:
    """The template without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@cache
def tree(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"), template_name(path))


def every(faulty) -> list[str]:
    return [template_name(path) for path in templates() if faulty(path)]


@pytest.mark.parametrize("path", templates(), ids=template_name)
def test_it_parses(path: Path):
    tree(path)


def test_all_compile_in_the_application(app):
    """With the application's own filters, tests and globals."""
    for path in templates():
        app.jinja_env.get_template(template_name(path))


def test_no_import_is_unused():
    faults = []
    for path in templates():
        imported = {}
        for node in tree(path).find_all(nodes.FromImport):
            for name in node.names:
                alias = name[1] if isinstance(name, tuple) else name
                imported[alias] = node.lineno
        for node in tree(path).find_all(nodes.Import):
            imported[node.target] = node.lineno
        used = {node.name for node in tree(path).find_all(nodes.Name) if node.ctx == "load"}
        faults += [
            f"{template_name(path)}:{line} {name}"
            for name, line in imported.items()
            if name not in used
        ]
    assert not faults, report(faults, "Take the import out.")


def test_what_is_included_begins_with_an_underscore():
    """`_row.html` is a fragment, `list.html` a page; layouts and components are neither."""
    faults = []
    for path in templates():
        for node in tree(path).find_all(nodes.Include):
            name = node.template.value if isinstance(node.template, nodes.Const) else None
            if isinstance(name, str) and not Path(name).name.startswith("_"):
                faults.append(f"{template_name(path)}:{node.lineno} includes {name}")
    assert not faults, report(faults, "Name fragments with a leading underscore.")


def test_a_page_extends_a_layout_and_a_fragment_does_not():
    faults = []
    for path in templates():
        folder = template_name(path).split("/")[0]
        if folder in {"layouts", "components"}:
            continue
        extends = next(tree(path).find_all(nodes.Extends), None) is not None
        if extends == path.name.startswith("_"):
            faults.append(template_name(path))
    assert not faults, report(
        faults, "Pages extend a layout; fragments start with `_` and stand alone."
    )


@pytest.mark.parametrize("what", INLINE)
def test_there_is_not(what: str):
    faults = [
        f"{template_name(path)}:{source(path)[: match.start()].count(chr(10)) + 1}"
        for path in templates()
        for match in INLINE[what].finditer(source(path))
    ]
    assert not faults, report(
        faults,
        f"The security policy refuses {what}: use a class, a data attribute with a listener in"
        " static/js, or a vendored file.",
    )


def test_nothing_is_marked_safe():
    faults = every(lambda path: re.search(r"\|\s*safe\b|autoescape\s+false", source(path)))
    assert not faults, report(faults, "Build the markup with a macro; escaped text stays escaped.")


def test_every_form_that_posts_is_protected():
    """By the macros post_form and post_button, or by both hidden fields written out."""
    faults = []
    for path in templates():
        for form in FORM.finditer(source(path)):
            method = re.search(r"method\s*=\s*[\"']?(\w+)", form["head"], re.I)
            body = form["body"]
            if not method or method[1].lower() != "post":
                continue
            protected = "csrf_token" in body and re.search(r"name=[\"']once[\"']|\bonce\b", body)
            if not (protected or "hidden_tag()" in body):
                line = source(path)[: form.start()].count("\n") + 1
                faults.append(f"{template_name(path)}:{line}")
    assert not faults, report(
        faults, "Write it with post_form or post_button, which bring the token and the form id."
    )


def test_forms_stand_in_components_only():
    faults = [
        f"{template_name(path)}:{source(path)[: form.start()].count(chr(10)) + 1}"
        for path in templates()
        if template_name(path).split("/")[0] not in {"components", "layouts"}
        for form in FORM.finditer(source(path))
        if re.search(r"method\s*=\s*[\"']?post", form["head"], re.I)
    ]
    assert not faults, report(faults, "Use the macro post_form: it leaves no form unprotected.")


def test_no_template_asks_the_database_or_sums():
    asked = re.compile(r"\bquery\.|\.session\b|\bselect\(|\|\s*sum\b")
    faults = every(lambda path: asked.search(source(path)))
    assert not faults, report(faults, "Let a query of the domain give the page what it shows.")


def literal_words(path: Path) -> list[str]:
    """Text between tags that is neither translated nor a sign or number."""
    bare = re.sub(r"\{[{%].*?[}%]\}", "", source(path), flags=re.DOTALL)
    bare = re.sub(r"<(script|svg|title|code|pre|kbd)\b.*?</\1>", "", bare, flags=re.DOTALL | re.I)
    texts = re.findall(r">([^<>]+)<", bare)
    return [t.strip() for t in texts if re.search(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,}", t)]


def test_every_word_goes_through_the_catalogue():
    known = {"PropertyDesk", "English", "中文", "简体中文"}
    faults = [
        f"{template_name(path)}: {text!r}"
        for path in templates()
        for text in literal_words(path)
        if text not in known
    ]
    assert not faults, report(faults, 'Write {{ _("...") }} around it.')
