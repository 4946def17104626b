"""How long a proof runs: whole with CONSORTIUM_PROVE=1, else a tenth; its seed is printed, to repeat it."""

import os
import secrets


def whole() -> bool:
    """Whether the proofs run whole."""
    return os.environ.get("CONSORTIUM_PROVE") == "1"


def tenth(number: int) -> int:
    """The number, or a tenth of it."""
    return number if whole() else max(1, number // 10)


def seed() -> int:
    """The run's seed: CONSORTIUM_SEED, or a fresh one; printed."""
    chosen = int(os.environ.get("CONSORTIUM_SEED", "0")) or secrets.randbelow(2**31)
    print(f"\nseed: {chosen} (repeat with CONSORTIUM_SEED={chosen})")
    return chosen
