"""What production refuses to start with, and the key that is made once."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from propertydesk import config

pytestmark = pytest.mark.unit
ROOT = Path(config.__file__).resolve().parent.parent
STRONG = "0123456789abcdef" * 4
SAFE = {"DESK_MODE": "production", "DESK_BASE_URL": "https://desk.example.cn"}
ROUNDS, PROCESSES = 10, 4


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """An environment that says nothing, and an empty folder."""
    for name in ("DATABASE_URL", "DESK_SECRET", "DESK_TEST_CLOCK", "DESK_PROXIES", "FLASK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_INSTANCE", str(tmp_path))
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)


def key_file(folder: Path, text: str = STRONG, mode: int = 0o600) -> None:
    path = folder / "secret.key"
    path.write_text(text)
    path.chmod(mode)


REFUSED = {
    "no address": ({"DESK_BASE_URL": ""}, "", 0, "DESK_BASE_URL"),
    "an open line": ({"DESK_BASE_URL": "http://desk.example.cn"}, "", 0, "DESK_BASE_URL"),
    "an address with a path": ({"DESK_BASE_URL": "https://x.cn/desk"}, "", 0, "DESK_BASE_URL"),
    "the test clock": ({"DESK_TEST_CLOCK": "/tmp/clock"}, "", 0, "DESK_TEST_CLOCK"),
    "debugging": ({"FLASK_DEBUG": "1"}, "", 0, "FLASK_DEBUG"),
    "a short key": ({"DESK_SECRET": "short"}, "", 0, "DESK_SECRET"),
    "a weak key": ({"DESK_SECRET": "a" * 64}, "", 0, "DESK_SECRET"),
    "a key that others read": ({}, STRONG, 0o644, "chmod 600"),
    "a weak key file": ({}, "0" * 64, 0o600, "secret.key"),
    "a key file cut short": ({}, "0123", 0o600, "secret.key"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_production_does_not_start_with(monkeypatch, tmp_path, fault):
    environment, key, mode, words = REFUSED[fault]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if key:
        key_file(tmp_path, key, mode)
    with pytest.raises(ValueError, match=words):
        config.from_environment(ROOT)


def test_production_starts_with_what_is_safe(tmp_path):
    desk = config.from_environment(ROOT)
    assert len(desk.secret) == 64  # 256 bits, in hexadecimal
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert config.from_environment(ROOT).secret == desk.secret
    assert not desk.is_demo


@pytest.mark.slow
def test_processes_that_start_at_once_make_one_key(tmp_path):
    script = "import sys; from pathlib import Path; from propertydesk import config;" + (
        "sys.stdin.readline(); print(config.from_environment(Path('.')).secret.decode())"
    )
    for round_no in range(ROUNDS):
        folder = tmp_path / str(round_no)
        started = [
            subprocess.Popen(
                [sys.executable, "-c", script],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env={**SAFE, "DESK_INSTANCE": str(folder)},
            )
            for _ in range(PROCESSES)
        ]
        keys = set()
        for each in started:
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        for each in started:
            keys.add(each.communicate()[0].strip())
        assert len(keys) == 1, keys
        assert len(keys.pop()) == 64
        assert [each.name for each in folder.iterdir()] == ["secret.key"]
