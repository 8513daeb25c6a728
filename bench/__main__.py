"""All benchmarks, one after the other: `python -m bench`."""

import subprocess
import sys

ALL = (
    "bench.repairs",
    "bench.search",
    "bench.listing",
    "bench.import_homes",
    "bench.fees",
    "bench.ageing",
    "bench.passes",
)


def main() -> int:
    """Run each in a process of its own; the exit code says whether all ran, not how fast they were."""
    status = 0
    for name in ALL:
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        status |= subprocess.run([sys.executable, "-m", name], check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
