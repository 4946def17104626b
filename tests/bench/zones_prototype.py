"""The study's prototype of the search for parts, in a process of its own and judged by its own serving rule.

It stands in ``../shared/reference/prototypes`` and needs SciPy, which the product does not have: another interpreter
runs it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from geo import Policy, required_crowd
from geo.partition import designed_for
from geo.tables import Tables

PROTOTYPES = Path(__file__).resolve().parents[3] / "shared" / "reference" / "prototypes"
ALL_RUNS = 3600
"""Seconds: the prototype gives up further runs after a minute of the wall; here it has all ten, however busy we are."""

THEIRS = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np
from anonroute import core, design
for line in sys.stdin:
    told = json.loads(line)
    got = {key: np.array(value) for key, value in told.items() if isinstance(value, list)}
    n, ok = got["n"].astype(float), got["ok"].astype(bool)
    if told["do"] == "design":
        began = time.process_time()
        z, _, _ = design.design(got["D"], ok, n, got["tau"].astype(float), got["train"], got["lat"], got["lon"],
                                seed=told["seed"], budget_s=told["budget"])
        took = time.process_time() - began
    else:
        z, took = got["z"], 0.0
    miles = design.true_cost(z, got["D"], ok, n, got["test"], 2.0)
    print(json.dumps({"z": z.tolist(), "seconds": took, "miles": miles}), flush=True)
"""


class Theirs:
    """The prototype in a process of its own, with its own interpreter; one line in, one line out."""

    def __init__(self, interpreter: str) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [interpreter, "-c", THEIRS, str(PROTOTYPES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.folder.name,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"},
        )

    def ask(self, do: str, told: Tables, held_out: Tables, **more: Any) -> dict[str, Any]:
        """Its partition, seconds of the processor, and mean miles on the held-out instants by its own rule."""
        needed = [required_crowd(each.sworn, designed_for(Policy())) for each in told.departments]
        facts = {
            "do": do,
            "budget": ALL_RUNS,
            "D": told.miles.tolist(),
            "ok": told.allowed.tolist(),
            "n": [each.sworn for each in told.departments],
            "tau": needed,
            "lat": [each.at.lat for each in told.departments],
            "lon": [each.at.lon for each in told.departments],
            "train": told.samples.tolist(),
            "test": held_out.samples.tolist(),
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(facts | more) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.folder.cleanup()


def interpreter() -> str | None:
    """A Python that can run the prototype; None when there is none, or no prototype."""
    if not PROTOTYPES.exists():
        return None
    for name in (os.environ.get("CONSORTIUM_SCIPY_PYTHON"), sys.executable, "python3"):
        found = shutil.which(name) if name else None
        if found and subprocess.run([found, "-c", "import scipy"], capture_output=True, check=False).returncode == 0:
            return found
    return None
