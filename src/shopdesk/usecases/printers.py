"""Sending finished papers to printers without a window: over the network, or into the system's print queue."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _

NETWORK = "socket://"
RAW_PORT = 9100
_PATIENCE = 10.0


def send_raw(address: str, content: bytes) -> None:
    """Send bytes as they are to the printer at ``socket://host:port``; raises UserError or OutsideError."""
    parts = urlsplit(address)
    try:
        port = parts.port or RAW_PORT
    except ValueError:
        port = 0
    if not parts.hostname or not port:
        raise UserError(
            _("“{address}” is no printer. Write it like socket://192.168.1.20:9100.").format(address=address)
        )
    try:
        with socket.create_connection((parts.hostname, port), timeout=_PATIENCE) as connection:
            connection.sendall(content)
    except OSError as error:
        raise OutsideError(
            _("The printer “{name}” cannot be reached: {why}").format(name=address, why=error.strerror or error)
        ) from error


def send_to_queue(name: str, content: bytes, *, raw: bool, copies: int = 1) -> None:
    """Put a paper into the system's print queue ``name``, unscaled; raises OutsideError when it takes nothing."""
    command = shutil.which("lp")
    if command is None:
        raise OutsideError(_("This system has no print queue (lp). Save the paper to a file, or name socket://host."))
    with tempfile.TemporaryDirectory(prefix="shopdesk-print-") as folder:
        file = Path(folder) / ("label.zpl" if raw else "paper.pdf")
        file.write_bytes(content)
        how = ["-o", "raw"] if raw else ["-o", "print-scaling=none"]
        given = [command, "-d", name, "-n", str(copies), *how, "--", str(file)]
        try:
            done = subprocess.run(given, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OutsideError(_("The printer “{name}” does not take anything.").format(name=name)) from error
    if done.returncode:
        why = (done.stderr or done.stdout).strip()
        raise OutsideError(_("The printer “{name}” took nothing: {why}").format(name=name, why=why))
