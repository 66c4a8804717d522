"""Which libraries are missing, and who may install them how. Nothing here installs anything."""

import system_libraries as system
from system_libraries import ALWAYS, WAYLAND, X11, Installation

GL = next(library for library in ALWAYS if library.soname == "libGL.so.1")
ICCCM = next(library for library in X11 if library.soname == "libxcb-icccm.so.4")


def only(*names: str):
    return lambda program: f"/usr/bin/{program}" if program in names else None


def test_off_screen_needs_no_screen_plugin():
    assert system.needed({}) == ALWAYS


def test_each_kind_of_screen_needs_its_plugin():
    assert set(X11) <= set(system.needed({"DISPLAY": ":0"}))
    assert set(WAYLAND) <= set(system.needed({"WAYLAND_DISPLAY": "wayland-0"}))


def test_only_what_does_not_load_is_missing():
    assert system.missing((GL, ICCCM), find=lambda soname: soname != "libGL.so.1") == [GL]


def test_a_library_that_does_not_exist_does_not_load():
    assert not system.loads("libthisdoesnotexist.so.99")


def test_a_screen_is_where_a_display_is_named():
    assert system.has_screen({"DISPLAY": ":0"}, "linux")
    assert system.has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not system.has_screen({"DISPLAY": ""}, "linux")
    assert system.has_screen({}, "win32")
    assert system.has_screen({}, "darwin")


def test_debian_is_asked_by_package_and_told_to_look_first():
    plan = system.installation([GL, ICCCM], environments=False, which=only("apt-get"))
    assert plan is not None
    assert plan.commands[0] == ("apt-get", "update")
    assert plan.commands[1][-2:] == ("libgl1", "libxcb-icccm4")


def test_debian_gets_the_part_of_python_it_packs_separately():
    plan = system.installation([], environments=True, which=only("apt-get"))
    assert plan is not None
    assert plan.commands[1][-1].endswith("-venv")


def test_two_libraries_of_one_package_are_one_package():
    glib = [library for library in ALWAYS if library.apt == "libglib2.0-0"]
    plan = system.installation(glib, environments=False, which=only("apt-get"))
    assert len(glib) == 2
    assert plan is not None
    assert plan.commands[1].count("libglib2.0-0") == 1


def test_fedora_and_suse_are_asked_by_library():
    for manager in ("dnf", "zypper"):
        plan = system.installation([GL], environments=False, which=only(manager))
        assert plan is not None
        assert plan.commands[0][0] == manager
        assert "libGL.so.1()(64bit)" in plan.commands[0]


def test_arch_is_asked_by_package():
    plan = system.installation([GL], environments=False, which=only("pacman"))
    assert plan is not None
    assert plan.commands[0][-1] == "libglvnd"


def test_an_unknown_system_has_no_plan():
    assert system.installation([GL], environments=False, which=only()) is None


def test_the_command_to_copy_is_one_line_with_sudo_where_needed():
    plan = Installation((("apt-get", "update"), ("apt-get", "install", "libgl1")))
    assert plan.text(root=False) == "sudo apt-get update && sudo apt-get install libgl1"
    assert plan.text(root=True) == "apt-get update && apt-get install libgl1"


def test_a_library_name_with_brackets_can_be_pasted():
    plan = Installation((("dnf", "install", "-y", "libGL.so.1()(64bit)"),))
    assert "'libGL.so.1()(64bit)'" in plan.text(root=True)


def test_root_asks_nobody(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 0, raising=False)
    assert system.root_prefix(which=only()) == []


def test_others_use_sudo_only_when_it_asks_no_password(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000, raising=False)
    assert system.root_prefix(succeeds=lambda command: True, which=only("sudo")) == ["sudo", "-n"]
    assert system.root_prefix(succeeds=lambda command: False, which=only("sudo")) is None
    assert system.root_prefix(succeeds=lambda command: True, which=only()) is None


def lacking(monkeypatch, *, prefix, installs):
    """A Debian without libGL; ``installs`` says whether installing brings it."""
    state = {"there": False, "ran": 0}

    def run(plan, prefix):
        state["ran"] += 1
        state["there"] = installs
        return installs

    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "can_make_environments", lambda: True)
    monkeypatch.setattr(system, "missing", lambda libraries: [] if state["there"] else [GL])
    monkeypatch.setattr(system, "installation", lambda libraries, environments: Installation((("apt-get", "x"),)))
    monkeypatch.setattr(system, "root_prefix", lambda: prefix)
    monkeypatch.setattr(system, "run_installation", run)
    return state


def test_what_is_missing_is_installed_when_allowed(monkeypatch):
    state = lacking(monkeypatch, prefix=[], installs=True)
    assert system.ensure(say=lambda text: None)
    assert state["ran"] == 1


def test_without_permission_one_command_is_printed_and_nothing_run(monkeypatch):
    state = lacking(monkeypatch, prefix=None, installs=True)
    said: list[str] = []
    assert not system.ensure(say=said.append)
    assert state["ran"] == 0
    assert any("libGL.so.1" in line for line in said)
    assert [line.strip() for line in said if "apt-get" in line] == ["sudo apt-get x"]


def test_an_installation_that_fails_ends_with_the_command(monkeypatch):
    lacking(monkeypatch, prefix=["sudo", "-n"], installs=False)
    said: list[str] = []
    assert not system.ensure(say=said.append)
    assert [line.strip() for line in said if "apt-get" in line] == ["sudo apt-get x"]


def test_nothing_is_looked_for_outside_linux(monkeypatch):
    monkeypatch.setattr(system.sys, "platform", "darwin")
    monkeypatch.setattr(system, "missing", lambda libraries: [GL])
    assert system.ensure(say=lambda text: None)
