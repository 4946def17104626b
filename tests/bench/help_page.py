"""The officers' first page against a constant route of the same server, in turns in one run; and the process's memory.

Sixteen connections that stay open; the throughput is what one client process gets, the processor time is the worker's
own, which says more: the client and the database share the processors with it.
"""

import asyncio
import statistics

import psutil

from tests.bench.ground import SLUG, standing
from tests.bench.serve import STATIC
from tests.proofs.live import AppProcess

CONNECTIONS, REQUESTS, ROUNDS = 16, 4000, 5


def main() -> None:
    """Print throughput, processor time and memory."""
    asyncio.run(_run())


async def _run() -> None:
    async with standing() as (_ground, fleet):
        process = fleet.add(module="tests.bench.serve")
        await process.ready(SLUG)
        worker = _worker(process)
        await _load(process, STATIC, 500)
        await _load(process, f"/{SLUG}/help", 500)
        rounds = [
            (await _measured(worker, process, STATIC), await _measured(worker, process, f"/{SLUG}/help"))
            for _ in range(ROUNDS)
        ]
        memory = worker.memory_info().rss / 2**20
    static = statistics.median(first[0] for first, _ in rounds)
    page = statistics.median(second[0] for _, second in rounds)
    ratio = statistics.median(second[0] / first[0] for first, second in rounds)
    costs = statistics.median(first[1] / second[1] for first, second in rounds)
    print(
        f"help page: {page:.0f} a second, constant route {static:.0f} a second, ratio {ratio:.2f} "
        f"(wanted: at least 0.33); by the worker's processor time {costs:.2f}"
    )
    print(f"memory: the worker holds {memory:.0f} MB after {2 * ROUNDS * REQUESTS} pages (wanted: under 250)")


def _worker(process: AppProcess) -> psutil.Process:
    assert process.process is not None
    children = psutil.Process(process.process.pid).children(recursive=True)
    return max(children, key=lambda child: child.memory_info().rss)


async def _measured(worker: psutil.Process, process: AppProcess, path: str) -> tuple[float, float]:
    """Requests a second, and the worker's seconds of processor time for them."""
    before, began = sum(worker.cpu_times()[:2]), asyncio.get_running_loop().time()
    await _load(process, path, REQUESTS)
    took = asyncio.get_running_loop().time() - began
    return REQUESTS / took, sum(worker.cpu_times()[:2]) - before


async def _load(process: AppProcess, path: str, number: int) -> None:
    request = f"GET {path} HTTP/1.1\r\nhost: localhost:{process.port}\r\n\r\n".encode()
    await asyncio.gather(*(_one(process.port, request, number // CONNECTIONS) for _ in range(CONNECTIONS)))


async def _one(port: int, request: bytes, number: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(number):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
    writer.close()
    await writer.wait_closed()
