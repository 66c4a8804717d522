"""What a reading process may cost, where the system does not bind it by itself."""

import subprocess
import sys
import threading

from shopdesk.documents.limits import Limits, Watch

GROW = "x = []\nwhile True: x.append(bytearray(4 << 20))"
WAIT = "import sys; sys.stdin.read()"


def started(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)


def test_a_process_that_grows_is_ended_by_the_watch():
    with started(GROW) as process:
        watch = Watch(process, Limits(memory_mib=80, cpu_s=20), poll_memory=True)
        process.wait()
        watch.stop()
    assert (watch.reason, process.returncode != 0) == ("memory", True)


def test_a_process_that_only_waits_is_ended_by_the_clock():
    class Impatient(Limits):
        @property
        def wall_s(self) -> float:
            return 0.05

    with started(WAIT) as process:
        watch = Watch(process, Impatient())
        process.wait()
        watch.stop()
    assert watch.reason == "time"


def test_the_watch_ends_with_the_process():
    with started("pass") as process:
        watch = Watch(process, Limits())
        process.wait()
        watch.stop()
    assert watch.reason == ""
    assert not [thread for thread in threading.enumerate() if thread.name == "reader-watch"]
