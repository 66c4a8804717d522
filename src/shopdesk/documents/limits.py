"""What a file we did not write may cost: size, cells, memory and time, held by the operating system."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading one file; a million rows of twelve columns pass."""

    memory_mib: int = 768
    cpu_s: int = 20
    max_cells: int = 16_000_000
    file_mib: int = 200
    unpacked_mib: int = 200
    zip_entries: int = 2_000

    @property
    def wall_s(self) -> float:
        """Seconds on the clock after which the reading process is ended, however little it computed."""
        return self.cpu_s * 3.0


def limit_this_process(memory_mib: int, cpu_s: int) -> None:
    """Bind the running process to memory and processor time where the system can (POSIX)."""
    if sys.platform == "win32":
        return  # the parent holds us in a job object instead
    import resource

    for what, most in ((resource.RLIMIT_AS, memory_mib * MIB), (resource.RLIMIT_CPU, cpu_s), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS but may refuse it
            resource.setrlimit(what, (bound, bound))


class Watch:
    """Ends a reading process that runs too long, and too big where the process cannot bind itself."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits, *, poll_memory: bool | None = None) -> None:
        """Start watching; ``poll_memory`` asks the system for the size ten times a second (default: macOS only)."""
        self.reason = ""
        self._process = process
        self._limits = limits
        self._done = threading.Event()
        self._poll = sys.platform == "darwin" if poll_memory is None else poll_memory
        self._job = _windows_job(process, limits) if sys.platform == "win32" else None
        self._thread = threading.Thread(target=self._run, name="reader-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; call when the process has ended."""
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        waited, step = 0.0, 0.1 if self._poll else self._limits.wall_s
        while not self._done.wait(step):
            waited += step
            if waited >= self._limits.wall_s:
                self._end("time")
                return
            if self._poll and _resident_mib(self._process.pid) > self._limits.memory_mib:
                self._end("memory")
                return

    def _end(self, reason: str) -> None:
        self.reason = reason
        with contextlib.suppress(OSError):
            self._process.kill()


def _resident_mib(pid: int) -> float:
    """Memory of a process as ``ps`` tells it; 0 when it has ended."""
    answer = subprocess.run(  # noqa: S603 - fixed program, our own child's number
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    text = answer.stdout.strip()
    return int(text) / 1024 if text.isdigit() else 0.0


def _windows_job(process: subprocess.Popen[bytes], limits: Limits) -> Any:
    """A job object that bounds the child's memory and time; None if Windows refuses (not tested on Windows)."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    process_time, process_memory, kill_on_close = 0x2, 0x100, 0x2000
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    bounds = Extended()
    bounds.BasicLimitInformation.PerProcessUserTimeLimit = limits.cpu_s * 10_000_000  # 100 ns steps
    bounds.BasicLimitInformation.LimitFlags = process_time | process_memory | kill_on_close
    bounds.ProcessMemoryLimit = limits.memory_mib * MIB
    extended_information = 9
    kernel.SetInformationJobObject(job, extended_information, ctypes.byref(bounds), ctypes.sizeof(bounds))
    handle = int(process._handle)  # type: ignore[attr-defined]  # the only door to the child's handle
    kernel.AssignProcessToJobObject(job, wintypes.HANDLE(handle))
    return job
