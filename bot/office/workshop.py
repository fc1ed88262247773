"""Doing heavy or hostile work aside: in a process of its own, with limited memory and time.

An examination reads files that may be made to break readers, and takes the processor for seconds; the
process that answers citizens must feel neither.
"""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from threading import Thread
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")
MEMORY_BYTES = 3 * 1024**3
"""Of addresses, not of memory used: libraries reserve some hundred MB that they never touch."""
SECONDS = 240


class WorkshopError(Exception):
    """The work took too much memory or time and was ended."""


AT_ONCE = 2
"""More would starve those who ask."""
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="workshop")
_running: set[ProcessPoolExecutor] = set()


async def run_aside(function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Do the same as `run` without holding up the event loop; at most two at once, others wait their turn."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(run, function, *given, **named))


def end_all() -> None:
    """End whatever is under way, so that a program that stops need not wait for it."""
    for pool in list(_running):
        _kill(pool)


def run(function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Return what a function of a module returns, called in a process of its own; raises what it raises.

    Raises WorkshopError if the work had to be ended.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin) as pool:
        _running.add(pool)
        try:
            return pool.submit(function, *given, **named).result(SECONDS)
        except (BrokenProcessPool, MemoryError, TimeoutError):
            _kill(pool)
            raise WorkshopError from None
        finally:
            _running.discard(pool)


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):  # noqa: SLF001  no public way to end one that hangs
        process.kill()


def _begin() -> None:
    """Prepare the process that does the work."""
    logging.disable(logging.INFO)  # libraries are talkative
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _end_with_parent() -> None:
    """Wait until whoever wants the work done is gone, perhaps killed: then nobody else would end it."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
