"""How long an executed agreement takes: 27 clauses, 8 parties, printed and sealed, new words each time.

Wanted: under a second. Measured from the records to the sealed bytes, as the worker does it, after one run that reads
the fonts and the libraries.
"""

import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from consortium.signing.sealing.seal import sealed
from consortium.signing.sealing.seal_key import make_seal
from consortium.signing.sealing.write_executed import executed
from tests.bench.machine import percentile
from tests.sealing.executions import an_execution

TIMES = 20
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main() -> None:
    """Print both halves and the whole."""
    execution = an_execution(8)
    printing, sealing, size = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        key = make_seal(Path(folder), "Bench", AT)
        for turn in range(TIMES + 1):
            again = replace(execution, pact=replace(execution.pact, title=f"{execution.pact.title} {turn}"))
            start = time.perf_counter()
            pdf = executed(again).pdf()
            printed = time.perf_counter()
            size = len(asyncio.run(sealed(pdf, key, AT, reason="Bench")).pdf)
            if turn:
                printing.append(printed - start)
                sealing.append(time.perf_counter() - printed)
    whole = [each + other for each, other in zip(printing, sealing, strict=True)]
    told = ((name, values) for name, values in (("print", printing), ("seal", sealing), ("both", whole)))
    for name, values in told:
        print(
            f"seal: {name}: median {1000 * percentile(values, 0.5):.0f} ms, "
            f"95 % {1000 * percentile(values, 0.95):.0f} ms, most {1000 * max(values):.0f} ms"
        )
    print(f"seal: {len(execution.version.text)} clauses, 8 parties, {size / 1000:.0f} kB; wanted: under 1000 ms")
