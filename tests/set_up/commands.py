"""``consortium …`` as a process of its own, with just the settings that a test gives it."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**settings: str) -> dict[str, str]:
    """A clean environment with these settings."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(ROOT), **settings}


def command(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command where nobody sits at a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "consortium", *words],
        check=False,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def typed(answers: Sequence[str], *words: str, **settings: str) -> tuple[int, str, str]:
    """Run a command at a terminal and type these lines; its code, standard output and standard error."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "consortium", *words],
        env=environment(**settings),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{line}\n" for line in answers).encode())
        out, err = process.communicate(timeout=120)
        os.close(ours)
    return process.returncode, out, err


def seen_at_a_terminal(*words: str, **settings: str) -> str:
    """What a command shows to somebody at a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "consortium", *words],
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the other end was closed
                break
            if not more:
                break
            shown += more
        process.wait(timeout=120)
        os.close(ours)
    return shown.decode()
