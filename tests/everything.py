"""`make test`: all tests on SQLite, then those that touch the database on PostgreSQL.

A server is looked for at DESK_TEST_POSTGRES. DESK_REQUIRE_POSTGRES=1 turns its absence into a
failure, DESK_REQUIRE_BROWSER=1 that of a browser. What is marked slow (crawls of everything, long
races) runs with DESK_TEST_SLOW=1 alone: `make test-all`, and in continuous integration.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("DESK_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432"
ON_BOTH = ["tests/domain", "tests/web"]
SLOW_TOO = os.environ.get("DESK_TEST_SLOW") == "1"
CHOSEN = [] if SLOW_TOO else ["-m", "not slow"]
WORKERS = ["-n", os.environ.get("DESK_TEST_WORKERS", "2"), "--dist", "loadgroup"]


def run(name: str, *arguments: str) -> bool:
    """One run of pytest; whether it went well."""
    print(f"\n--- {name}", flush=True)
    begun = time.monotonic()
    command = [sys.executable, "-m", "pytest", "--no-header", *WORKERS, *CHOSEN, *arguments]
    command += sys.argv[1:]
    done = subprocess.run(command, cwd=ROOT, check=False)
    print(f"--- {name}: {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode == 0


def postgres_trouble() -> str | None:
    """Why no PostgreSQL can be used, or None when one can."""
    import psycopg

    try:
        psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return str(error).splitlines()[0]
    return None


def main() -> int:
    well = run("SQLite, everything")
    trouble = postgres_trouble()
    if trouble is None:
        well &= run("PostgreSQL", "--engine", "postgresql", *ON_BOTH)
    elif os.environ.get("DESK_REQUIRE_POSTGRES") == "1":
        print(f"failed: no PostgreSQL at {POSTGRES} ({trouble})")
        well = False
    else:
        print(f"skipped: no PostgreSQL at {POSTGRES} ({trouble})")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
