"""Importing our workbook (G12): the product's way against reading the same file alone.

    python -m bench.import_homes [--engine postgresql] [--homes 5000]

The floor is calamine giving every row of the file and nothing else. Reading with validation, the
check against an empty register, the import with search terms and activities, and the same file
once more are told as multiples of it; growth between a fifth of the homes and all of them.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from bench.listing import installation
from bench.measure import exponent, in_turns, seconds
from bench.search import GIVEN, SURNAMES
from propertydesk.estate.models import Community, Home
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone
from propertydesk.owners.rules.workbook import SHEETS
from propertydesk.owners.services import importing
from propertydesk.owners.services.importing import KIND
from propertydesk.owners.services.importing.reading import read_batch
from propertydesk.platform import tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.workbook.opening import check_workbook

SEED = 20261121
GOAL = 3
Rows = list[dict[str, Any]]


def community_of(homes: int) -> tuple[Rows, Rows, Rows]:
    """Homes, people (2.4 a home) and vehicles (0.6 a home), always the same ones."""
    chance = random.Random(SEED)
    doors: Rows = []
    people: Rows = []
    vehicles: Rows = []
    for number in range(homes):
        building, rest = divmod(number, 240)
        entrance, place = divmod(rest, 120)
        code = f"{building + 1}-{entrance + 1}-{place // 4 + 1}{place % 4 + 1:02d}"
        area = f"{chance.randint(4500, 16000) / 100:.2f}"
        doors.append(
            {"home": code, "kind": "住宅 Home", "floor": place // 4 + 1, "area_centi": area,
             "layout": "三室两厅", "handed_over_on": "2021-06-18"}
        )  # fmt: skip
        count = chance.choices((1, 2, 3, 4, 5), (22, 30, 27, 14, 7))[0]
        for nth in range(count):
            name = (
                chance.choice(SURNAMES) + chance.choice(GIVEN) + GIVEN[(number + nth) % len(GIVEN)]
            )
            people.append(
                {"home": code, "tie": "业主 Owner" if not nth else "家庭成员 Member", "name": name,
                 "salutation": chance.choice(["先生 Mr", "女士 Ms"]),
                 "phone": f"100{len(people):08d}", "language": "中文 Chinese",
                 "starts_on": "2021-06-18"}
            )  # fmt: skip
        if chance.random() < 0.6:
            vehicles.append({"home": code, "plate": f"浙A{number:05d}", "model": "白色 轿车"})
    return doors, people, vehicles


def write(path: Path, homes: int) -> tuple[int, int, int]:
    """Write the workbook; gives the rows of each sheet."""
    rows = community_of(homes)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        for sheet, lines in zip(SHEETS, rows, strict=True):
            page = book.add_worksheet(sheet.name)
            page.write_row(0, 0, [column.heading for column in sheet.columns])
            for line, values in enumerate(lines, 1):
                for place, column in enumerate(sheet.columns):
                    if column.key in values:
                        page.write(line, place, values[column.key])
    return len(rows[0]), len(rows[1]), len(rows[2])


ROOMS = (
    "楼号", "单元", "房间", "楼层", "总层数", "是否有电梯", "房屋类型", "房屋户型", "建筑面积",
    "室内面积", "租金", "房屋状态", "业主名称", "性别", "手机号", "身份证号", "业主类型",
)  # fmt: skip


def write_rooms(path: Path, homes: int) -> int:
    """The same homes and people as the old system's room list 资产信息; gives its rows."""
    doors, people, _cars = community_of(homes)
    by_code = {door["home"]: door for door in doors}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("资产信息")
        page.write_row(0, 0, ROOMS)
        for line, person in enumerate(people, 1):
            door = by_code[person["home"]]
            is_owner = person["tie"].startswith("业主")
            page.write_row(
                line,
                0,
                [*person["home"].split("-"), door["floor"], 30, "有", 110, 10102,
                 float(door["area_centi"]), 70, 0, 2001, person["name"],
                 "男" if person["salutation"].startswith("先生") else "女", person["phone"],
                 f"990000{19500101 + line % 28:08d}{line % 1000:03d}X",
                 1001 if is_owner else 1002],
            )  # fmt: skip
    return len(people)


def measure_rooms(app: Flask, path: Path, homes: int) -> None:
    """The old system's file of the same community, into another one."""
    count = write_rooms(path, homes)
    place = Community(code=f"R{homes}", name_zh="测试")
    in_transaction(lambda: db.session.add(place))
    print(f"{homes:,} homes, {count:,} rows of the old system's room list")
    pairs = in_turns(lambda: read_batch(path), lambda: floor(path), pairs=3)
    print(pairs.line("read and validated", "calamine", GOAL))
    for name, dry_run in (
        ("check of all", True),
        ("import of all", False),
        ("the same again", False),
    ):
        begun, found = time.process_time(), []
        taken = seconds(
            lambda dry=dry_run, to=found: to.append(work_off(app, path, place, dry_run=dry))
        )
        used = time.process_time() - begun
        print(f"{name:<34}{taken:10.2f} s  (processor {used:.2f} s)")
        check(found[0], name, count)
    begun = time.process_time()
    taken = seconds(lambda: take_back(app, found[0].id - 1, place))
    print(f"{'taken back':<34}{taken:10.2f} s  (processor {time.process_time() - begun:.2f} s)")
    left = db.session.scalar(
        select(func.count()).select_from(Home).where(Home.community_id == place.id)
    )
    assert left == 0, left


def take_back(app: Flask, task_id: int, place: Community) -> None:
    """Take an import back from beginning to end."""
    by = Actor("system", None, "Bench", place.id)
    ordered = in_transaction(
        lambda: importing.order_undo(db.session.get_one(Task, task_id), actor=by, now=now()).id
    )
    if tasks.run_to_end(ordered, app) is not TaskState.DONE:
        raise AssertionError("taking back failed")
    db.session.rollback()


def floor(path: Path) -> int:
    """Every row of the file, and nothing else."""
    with CalamineWorkbook.from_path(path) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def work_off(app: Flask, path: Path, place: Community, *, dry_run: bool) -> Task:
    """One check or import from beginning to end."""
    by = Actor("system", None, "Bench", place.id)
    with path.open("rb") as book:
        params = {"file": tasks.keep_input(book, ".xlsx"), "dry_run": dry_run}
    task_id = in_transaction(lambda: tasks.enqueue(KIND, params, actor=by, now=now()).id)
    if tasks.run_to_end(task_id, app) is not TaskState.DONE:
        raise AssertionError("the import failed")
    db.session.rollback()
    return db.session.get_one(Task, task_id, populate_existing=True)


def measure(app: Flask, path: Path, homes: int) -> dict[str, float]:
    """Seconds of each way at one size; the import goes into a community of its own."""
    counts = write(path, homes)
    place = Community(code=f"B{homes}", name_zh="测试")
    in_transaction(lambda: db.session.add(place))
    print(f"{homes:,} homes, {counts[1]:,} people, {counts[2]:,} vehicles")
    with path.open("rb") as book:
        looked = seconds(lambda: check_workbook(book))
    pairs = in_turns(lambda: read_batch(path), lambda: floor(path), pairs=3)
    print(pairs.line("read and validated", "calamine", GOAL))
    alone = min(pairs.floor)
    ways: dict[str, Callable[[], Task]] = {
        "check of all": lambda: work_off(app, path, place, dry_run=True),
        "import of all": lambda: work_off(app, path, place, dry_run=False),
        "the same again": lambda: work_off(app, path, place, dry_run=False),
    }
    times = {"looked through": looked, "read and validated": min(pairs.product)}
    print(f"{'looked through':<34}{looked:10.2f} s{looked / alone:10.1f}x calamine")
    for name, way in ways.items():
        found: list[Task] = []
        begun = time.process_time()
        times[name] = seconds(lambda way=way, found=found: found.append(way()))
        used = time.process_time() - begun
        verdict = {"import of all": "  goal 30 s " + ("ok" if times[name] < 30 else "MISSED")}
        print(
            f"{name:<34}{times[name]:10.2f} s{times[name] / alone:10.1f}x calamine"
            f"  (processor {used:.2f} s)"
            f"{verdict.get(name, '')}"
        )
        check(found[0], name, sum(counts))
    stored = {
        model.__tablename__: db.session.scalar(
            select(func.count()).select_from(model).where(model.community_id == place.id)
        )
        for model in (Home, Person, PersonPhone, HouseholdTie)
    }
    assert stored == {
        "homes": counts[0], "people": counts[1], "person_phones": counts[1],
        "household_ties": counts[1],
    }, stored  # fmt: skip
    return times


def check(task: Task, name: str, rows: int) -> None:
    """Every row was added, or, the second time, found unchanged."""
    key = "unchanged" if name == "the same again" else "added"
    assert task.outcome[key] == rows, task.outcome["shown"]["errors"]


def main() -> int:
    """Measure at a fifth of the homes and at all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--homes", type=int, default=5_000)
    asked = parser.parse_args()
    with installation(asked.engine) as app, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "homes.xlsx"
        small = measure(app, path, asked.homes // 5)
        large = measure(app, path, asked.homes)
        measure_rooms(app, path, asked.homes)
    for name, taken in large.items():
        print(f"{name:<22} grows by exponent {exponent(small[name], taken, 5):6.3f}")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
