"""Run the server as ``consortium serve`` does, on the port that is given: ``python -m tests.proofs.serve PORT``."""

import sys

from consortium.cli.running import run_workers

if __name__ == "__main__":
    run_workers({}, address="127.0.0.1", port=int(sys.argv[1]), workers=1)
