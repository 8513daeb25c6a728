"""Documents: links lead somewhere, what is named exists, both READMEs tell the same."""

import re
from pathlib import Path

import pytest

from propertydesk import wiring
from tests.house.source import PACKAGE, ROOT, domains, modules, python_files, report

DOCUMENTS = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
NAMED = re.compile(r"(?<![\w/.-])((?:\.\./)*[\w-][\w/-]*\.md)\b")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path: Path):
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    missing = sorted({target for target in targets if not (path.parent / target).exists()})
    assert not missing, report(missing, "Correct the link, or write what it promises.")


def test_code_names_only_documents_that_exist():
    faults = [
        f"{module.name}: {named}"
        for module in python_files()
        for named in NAMED.findall(module.text)
        if not any((place / named).exists() for place in (ROOT, ROOT / "docs", module.path.parent))
    ]
    assert not faults, report(sorted(set(faults)), "Say it in place, or in docs/.")


def test_code_knows_no_place_of_one_machine():
    """Absolute paths of whoever wrote it mean nothing to whoever runs it."""
    asked = re.compile(r"(?<![\w.:*])/(?:tmp|home|root|work|Users)/\w")
    texts = [(module.name, module.text) for module in modules()]  # tests hold hostile paths
    texts += [(name(path), path.read_text(encoding="utf-8")) for path in DOCUMENTS]
    faults = [
        f"{place}:{number} {line.strip()[:80]}"
        for place, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        if asked.search(line)
    ]
    assert not faults, report(faults, "Take the path from a setting, or leave it out.")


def test_both_readmes_have_the_same_parts():
    """Same headings, commands and links; the words are the languages' own."""

    def bones(path: str) -> tuple[int, list[str], set[str]]:
        text = (ROOT / path).read_text(encoding="utf-8")
        commands = re.findall(r"^(?:make|\.venv/bin/\S+|flask) [\w-]+", text, re.MULTILINE)
        links = set(LINK.findall(text)) - {"README.md", "README.zh-CN.md"}
        return len(re.findall(r"^#+ ", text, re.MULTILINE)), commands, links

    assert bones("README.md") == bones("README.zh-CN.md")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_map_shows_every_domain(readme: str):
    text = (ROOT / readme).read_text(encoding="utf-8")
    missing = [domain for domain in domains() if f"\n  {domain}/" not in text]
    assert not missing, report(missing, "Put it on the map of the house.")


def test_every_domain_with_a_workflow_has_its_page():
    subjects = {flow.subject for flow in flows_of_wiring()}
    owning = {
        domain
        for domain in domains()
        if any("Workflow(" in p.read_text("utf-8") for p in (PACKAGE / domain).rglob("*.py"))
    }
    missing = [
        domain for domain in sorted(owning) if not (ROOT / f"docs/domains/{domain}.md").exists()
    ]
    assert subjects
    assert not missing, report(
        missing, "Write docs/domains/<domain>.md: purpose, words, state table."
    )


def flows_of_wiring():
    """The workflows that are wired, with or without the model beside them."""
    return [each[0] if isinstance(each, tuple) else each for each in wiring.WORKFLOWS]
