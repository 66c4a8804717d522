"""The system libraries that Qt needs on Linux: which are missing, and how this system installs them.

Qt's wheels bring Qt, not the libraries of the graphics system. A bare Debian has none of them, and without them
``import PySide6.QtGui`` fails, off screen too.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Library:
    """One shared library by the name the loader knows, and the packages that hold it."""

    soname: str
    apt: str
    pacman: str


# Linked by QtCore, QtGui, QtWidgets, QtDBus and QtPdf themselves: needed off screen too.
ALWAYS = (
    Library("libGL.so.1", "libgl1", "libglvnd"),
    Library("libEGL.so.1", "libegl1", "libglvnd"),
    Library("libX11.so.6", "libx11-6", "libx11"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype2"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libz.so.1", "zlib1g", "zlib"),
    Library("libzstd.so.1", "libzstd1", "zstd"),
)
# Linked by the plugin that draws on an X11 screen.
X11 = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libx11"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Library("libxcb.so.1", "libxcb1", "libxcb"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
)
# Linked by the plugin that draws on a Wayland screen.
WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "wayland"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "wayland"),
    Library("libwayland-egl.so.1", "libwayland-egl1", "wayland"),
)
# Linked by QtMultimedia and by the plugin for printers; shopdesk runs without: it beeps, and prints to PDF.
EXTRAS = (
    Library("libpulse.so.0", "libpulse0", "libpulse"),
    Library("libXrandr.so.2", "libxrandr2", "libxrandr"),
    Library("libXext.so.6", "libxext6", "libxext"),
    Library("libcups.so.2", "libcups2", "libcups"),
)

Loads = Callable[[str], bool]
Which = Callable[[str], "str | None"]
Succeeds = Callable[[list[str]], bool]


def loads(soname: str) -> bool:
    """Whether the loader of this system finds the library and all that it links to."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_screen(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a window could be shown; Windows and macOS always can."""
    if not platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def needed(environ: Mapping[str, str] = os.environ) -> tuple[Library, ...]:
    """The libraries without which the program does not start on this screen, or without one."""
    if environ.get("DISPLAY"):
        return ALWAYS + X11
    if environ.get("WAYLAND_DISPLAY"):
        return ALWAYS + WAYLAND
    return ALWAYS


def missing(libraries: tuple[Library, ...], find: Loads = loads) -> list[Library]:
    """Those of ``libraries`` that this system cannot load."""
    return [library for library in libraries if not find(library.soname)]


def can_make_environments() -> bool:
    """Whether this Python can make a private environment; Debian packs that part separately."""
    return importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None


@dataclass(frozen=True)
class Installation:
    """What has to be run, as root, to install what is missing."""

    commands: tuple[tuple[str, ...], ...]

    def text(self, *, root: bool) -> str:
        """One line to copy into a terminal."""
        sudo = "" if root else "sudo "
        return " && ".join(sudo + shlex.join(command) for command in self.commands)


def installation(libraries: list[Library], *, environments: bool, which: Which = shutil.which) -> Installation | None:
    """How this system's package manager installs ``libraries`` and, if asked, Python's environments.

    None when no package manager is known here.
    """
    if which("apt-get"):
        venv = {f"python3.{sys.version_info.minor}-venv"} if environments else set()
        names = sorted({library.apt for library in libraries} | venv)
        install = ("apt-get", "install", "-y", "--no-install-recommends", *names)
        return Installation((("apt-get", "update"), install))
    # The rpm world can be asked for a library by its own name.
    provided = sorted(f"{library.soname}()(64bit)" for library in libraries)
    if which("dnf"):
        return Installation((("dnf", "install", "-y", *provided),))
    if which("zypper"):
        return Installation((("zypper", "--non-interactive", "install", *provided),))
    if which("pacman"):
        names = sorted({library.pacman for library in libraries})
        return Installation((("pacman", "-S", "--needed", "--noconfirm", *names),))
    return None


def run_quietly(command: list[str]) -> bool:
    """Run ``command`` and say only whether it succeeded."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def root_prefix(succeeds: Succeeds = run_quietly, which: Which = shutil.which) -> list[str] | None:
    """What to put before a command to run it as root without a question; None when that is not allowed."""
    if os.geteuid() == 0:
        return []
    if which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def run_installation(plan: Installation, prefix: list[str]) -> bool:
    """Run the commands one after another; False as soon as one fails, after showing what it said."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for command in plan.commands:
        print("  $ " + shlex.join([*prefix, *command]), flush=True)
        done = subprocess.run(
            [*prefix, *quiet, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            print(done.stdout, flush=True)
            return False
    return True


def ensure(say: Callable[[str], None] = print) -> bool:
    """Install what is missing when that is allowed, else say which one command does it; False when it still is."""
    if not sys.platform.startswith("linux"):
        return True
    environments = not can_make_environments()
    if not environments and not missing(needed()):
        return True
    plan = installation(missing(ALWAYS + X11 + WAYLAND + EXTRAS), environments=environments)
    absent = [library.soname for library in missing(needed())] + (["Python's venv module"] if environments else [])
    say("This system lacks " + ", ".join(absent) + ".")
    if plan is None:
        say("No package manager known to shopdesk is here. Please install these libraries, then run this again.")
        return False
    prefix = root_prefix()
    if prefix is not None:
        say("Installing what is missing:")
        run_installation(plan, prefix)
        importlib.invalidate_caches()
        if not missing(needed()) and can_make_environments():
            return True
        say("That did not bring everything. This is the command that should; please look at what it says:")
    else:
        say("Please copy this one command into a terminal, then run this again:")
    say("")
    say("  " + plan.text(root=prefix == []))
    say("")
    return False
