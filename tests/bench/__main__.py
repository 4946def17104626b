"""``python -m tests.bench [NAME …]``: one of NAMES, all of them if none is named."""

import importlib
import sys

from tests.bench.machine import machine

NAMES = (
    "order",
    "reach",
    "fold",
    "facts",
    "schedule_year",
    "help_page",
    "mails",
    "demo",
    "large_lists",
    "places",
    "clocks",
    "timeline",
    "coverage",
    "swap_race",
    "journal",
    "seal",
    "rostering_oncall",
    "rostering_shifts",
    "rostering_region",
    "zones",
    "regions",
)


def main(names: list[str]) -> int:
    """Run the benchmarks that are named."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    print(machine())
    for name in names or NAMES:
        importlib.import_module(f"tests.bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
