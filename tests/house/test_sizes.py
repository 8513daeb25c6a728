"""A file is read in one sitting, a function at one glance."""

from tests.house.source import python_files, report

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def test_no_file_is_longer_than_400_lines():
    lengths = [(len(module.text.splitlines()), module.name) for module in python_files()]
    faults = [f"{name}: {lines} lines" for lines, name in lengths if lines > LONGEST_FILE]
    assert not faults, report(
        faults,
        "Make the room a package of the same name and split it by subject"
        " (till/services/receipts.py), never into `utils`.",
    )


def test_no_function_is_longer_than_60_lines():
    faults = [
        f"{module.name}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for module in python_files()
        for node in module.functions()
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not faults, report(faults, "Name the steps and give each its own function below it.")
