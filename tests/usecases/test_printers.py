"""Papers on their way to printers: a real socket, a stand-in for the system's queue."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.usecases.printers import send_raw, send_to_queue


def test_bytes_reach_a_network_printer_as_they_are():
    listening = socket.create_server(("127.0.0.1", 0))
    got = []

    def take() -> None:
        connection, _address = listening.accept()
        with connection:
            while part := connection.recv(4096):
                got.append(part)

    printer = threading.Thread(target=take)
    printer.start()
    send_raw(f"socket://127.0.0.1:{listening.getsockname()[1]}", b"^XA^XZ" * 5000)
    printer.join(10)
    listening.close()
    assert b"".join(got) == b"^XA^XZ" * 5000


def test_a_printer_that_is_off_is_the_environments_fault():
    with pytest.raises(OutsideError, match="cannot be reached"):
        send_raw("socket://127.0.0.1:1", b"x")


@pytest.mark.parametrize("address", ["socket://", "socket://host:99999", "socket://:9100"])
def test_an_address_that_is_none_is_refused(address: str):
    with pytest.raises(UserError, match="is no printer"):
        send_raw(address, b"x")


def queue(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    (folder / "lp").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no lp")
def test_the_systems_queue_gets_the_file_and_how_to_print_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    queue(tmp_path, monkeypatch, f'echo "$@" > {tmp_path}/said; for last; do :; done; cp "$last" {tmp_path}/got')
    send_to_queue("Zebra 1", b"^XA^XZ", raw=True)
    assert (tmp_path / "got").read_bytes() == b"^XA^XZ"
    assert "-d Zebra 1 -n 1 -o raw --" in (tmp_path / "said").read_text()
    send_to_queue("office", b"%PDF", raw=False)
    assert "-o print-scaling=none" in (tmp_path / "said").read_text()


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no lp")
def test_what_the_queue_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    queue(tmp_path, monkeypatch, 'echo "lp: The printer or class does not exist." >&2; exit 1')
    with pytest.raises(OutsideError, match="does not exist"):
        send_to_queue("nowhere", b"%PDF", raw=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(OutsideError, match="no print queue"):
        send_to_queue("nowhere", b"%PDF", raw=False)
