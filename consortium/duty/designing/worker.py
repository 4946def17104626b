"""A design worked out in a process of its own: ``python -m consortium.duty.designing.worker``.

It is spoken to as ``worker_process`` tells. It opens no file and no connection, and knows nobody's name.
"""

import math

from consortium.duty.designing.answer import answer
from consortium.duty.worker_process import given_task, say


def main() -> None:
    """Read the question, work it out, say what came of it."""
    question, stop = given_task()

    def told(done: float, miles: float) -> bool:
        say({"done": round(done, 3), "miles": round(miles, 1) if math.isfinite(miles) else None})
        return not stop.is_set()

    say({"plan": answer(question, told)})


if __name__ == "__main__":
    main()
