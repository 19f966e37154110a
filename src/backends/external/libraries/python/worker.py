"""Calls the softmax of one library for softmax-bench, which asks through a pipe.

A request is a line of JSON, followed by as many bytes as its "bytes" says; so is a reply. Ends with its input.
"""
import gc
import importlib
import json
import mmap
import os
import sys
from itertools import repeat
from time import perf_counter_ns

PAGE_BYTES = 4096
FLOAT_BYTES = 4
CHUNK_BYTES = 1 << 20


def main():
    requests, replies = take_pipes()
    die_with_parent()
    # A collection in a timed call would be a part of its duration.
    gc.disable()
    worker = Worker(requests)
    for line in iter(requests.readline, b""):
        request = json.loads(line)
        try:
            reply, body = getattr(worker, request["do"])(request)
        except Exception as error:
            reply, body = {"error": one_line(error)}, b""
        replies.write(json.dumps({**reply, "bytes": len(body)}).encode() + b"\n")
        replies.write(body)
        replies.flush()
        # It can be a view of y, whose memory must go when the next x comes.
        del body


def take_pipes():
    """The pipes of requests and replies. What a library prints goes to standard error; what it reads is empty."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def die_with_parent():
    """On Linux: a call that hangs must not outlive the process that waits for it. Elsewhere the end of input does it."""
    if sys.platform != "linux":
        return
    try:
        import ctypes

        pr_set_pdeathsig, sigkill = 1, 9
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, sigkill)
    except (ImportError, OSError, AttributeError):
        pass


def one_line(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


class Worker:
    """Each method answers the requests of its name, with a reply and its bytes."""

    def __init__(self, requests):
        self.requests = requests
        self.library = self.x = self.y = self.call = None
        self.call_bytes = self.threads = 0
        self.huge_pages = None
        # Those that were called since x and y are there.
        self.called = set()

    def load(self, request):
        self.library = importlib.import_module("softmax_" + request["library"])
        return {"version": str(self.library.VERSION)}, b""

    def input(self, request):
        """x of the calls to come repeats the bytes. Without memory for x and y this process ends: they would be read as requests."""
        tile_bytes, count, huge_pages = request["bytes"], request["arrayBytes"], request["hugePages"]
        # Views of the arrays before must be gone before these grow or go.
        self.call = None
        self.called.clear()
        if huge_pages != self.huge_pages:
            self.x = self.y = None
        self.huge_pages = huge_pages
        try:
            self.x, self.y = (resized(memory, count, huge_pages) for memory in (self.x, self.y))
        except (OSError, ValueError, OverflowError):
            sys.exit("no memory for x and y")
        view = memoryview(self.x)
        filled = 0
        while filled < tile_bytes:
            read = self.requests.readinto(view[filled:tile_bytes])
            if not read:
                sys.exit("the input ended early")
            filled += read
        for start in range(tile_bytes, count, tile_bytes):
            end = min(start + tile_bytes, count)
            view[start:end] = view[: end - start]
        return {}, b""

    def prepare(self, request):
        self.call_bytes = request["rows"] * request["columns"] * FLOAT_BYTES
        self.call = self.library.prepare(self.x, self.y, request)
        # Whatever a library makes once, such as threads, is made now: another number of threads makes it again.
        threads, shape = request["threads"], (request["operation"], request["rows"], request["columns"])
        if threads != self.threads or shape not in self.called:
            self.call()
        self.called.add(shape)
        self.threads = threads
        return {}, b""

    def execute(self, request):
        for start in range(0, self.call_bytes, CHUNK_BYTES):
            end = min(start + CHUNK_BYTES, self.call_bytes)
            # A float of ones alone is a NaN.
            self.y[start:end] = b"\xff" * (end - start)
        self.call()
        return {}, memoryview(self.y)[: self.call_bytes]

    def peak(self, request):
        return {"peakBytes": peak_bytes()}, b""

    def time(self, request):
        calls = request["calls"]
        loop_ns = min(timed(do_nothing, calls) for _ in range(3))
        return {"durationNs": (timed(self.call, calls) - loop_ns) / calls}, b""


def peak_bytes():
    """The most memory that this process held at once; 0 where the system does not tell."""
    try:
        # getrusage(2) of Linux counts what the process was before its execve(2).
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def resized(memory, count, huge_pages):
    """The memory with that many bytes or more, of whole pages of the kind that softmax-bench's own arrays have; where it
    cannot grow in place, which spares touching its pages again, or is None, other memory."""
    size = (count + PAGE_BYTES - 1) // PAGE_BYTES * PAGE_BYTES
    if memory is not None:
        try:
            memory.resize(max(size, len(memory)))
            return memory
        except (OSError, SystemError, BufferError):
            # This system has no mremap, or the library keeps a view.
            pass
    return allocated(size, huge_pages)


def allocated(size, huge_pages):
    if not hasattr(mmap, "MAP_PRIVATE"):
        return mmap.mmap(-1, size)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        try:
            memory.madvise(mmap.MADV_HUGEPAGE if huge_pages else mmap.MADV_NOHUGEPAGE)
        except OSError:
            # This system has no transparent huge pages to ask for.
            pass
    return memory


def timed(call, calls):
    """How long so many calls take, in ns, with one reading of the clock."""
    begin = perf_counter_ns()
    for _ in repeat(None, calls):
        call()
    return perf_counter_ns() - begin


def do_nothing():
    pass


main()
