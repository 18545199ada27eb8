"""What is measured in processes of their own is of those processes, and fails in words."""

import shutil
from pathlib import Path

import pytest
from attrs import evolve

from tallystick.conformance.bench import processes
from tallystick.conformance.bench.processes import (
    ChildError,
    check_build,
    check_valgrind,
    count_instructions,
    measure_build,
    measure_memory,
    measure_start_up,
)
from tallystick.conformance.bench.rounds import builds
from tallystick.conformance.bench.streams import STREAMS, Stream, quick
from tallystick.conformance.spec_files import preset_names
from tallystick.conformance.targets import profiles_of

told: list[str] = []


def small(name: str) -> Stream:
    """A stream with few orders."""
    stream = quick(STREAMS[name])
    return evolve(stream, shape=evolve(stream.shape, live_orders=50))


def test_memory_is_of_every_subject_and_grows_as_it_is_filled() -> None:
    # Large enough to be seen beside what any process takes.
    large = evolve(STREAMS["steady"], shape=evolve(STREAMS["deep"].shape, live_orders=20_000))
    found = list(measure_memory([large], 1, told.append))
    assert [memory.subject for memory in found] == ["baseline", *map(str, builds())]
    for memory in found:
        assert memory.before_bytes <= memory.opened_bytes <= memory.peak_bytes
        assert memory.resident_bytes <= memory.peak_bytes
        assert 50 < memory.bytes_per_live_order < 5_000
    assert f"steady: memory of {found[-1].subject}" in told


def test_the_reference_is_measured_where_it_runs() -> None:
    found = list(measure_memory([small("reference")], 1, told.append))
    assert [memory.subject for memory in found] == ["baseline", *map(str, builds()), "reference"]


def test_start_up_is_import_and_every_venue() -> None:
    found = list(measure_start_up(1, told.append))
    assert [one.target for one in found] == ["reference", *(f"fast:{build}" for build in builds())]
    for one in found:
        profiles = profiles_of(one.target)
        opened = {f"open {profile} {preset}" for profile in profiles for preset in preset_names()}
        assert set(one.seconds) == {"import", *opened}
        assert one.seconds["import"].median > 0


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
def test_instructions_are_those_of_the_commands() -> None:
    stream = evolve(small("thin"), commands_per_round=500)
    found = list(count_instructions([stream], 1, told.append))
    assert [count.subject for count in found] == ["baseline", str(builds()[0])]
    for count in found:
        # No start-up, no set-up and no reading: those are hundreds of millions.
        assert 100 < count.per_command < 200_000


def test_without_valgrind_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(ChildError, match="valgrind, which is not installed"):
        check_valgrind()


def use_hook(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Let the build hook of the checkout be another one: the real one takes half a minute."""
    hook = folder / "hook.py"
    hook.write_text(f"def compile_kernel(kernel, stage, library):\n    {body}\n")
    monkeypatch.setattr(processes, "_HOOK", hook)


def test_a_build_is_timed_in_a_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = "assert kernel.name == 'kernel'; library.mkdir(); (library / 'walk.so').write_text('')"
    use_hook(monkeypatch, tmp_path, body)
    check_build()
    assert measure_build(told.append) > 0
    assert [path.name for path in tmp_path.iterdir()] == ["hook.py"]


def test_a_build_that_fails_or_makes_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_hook(monkeypatch, tmp_path, "raise SystemExit('no compiler at all')")
    with pytest.raises(ChildError, match="failed: no compiler at all"):
        measure_build(told.append)
    use_hook(monkeypatch, tmp_path, "library.mkdir()")
    with pytest.raises(ChildError, match="made no library"):
        measure_build(told.append)
    monkeypatch.setattr(processes, "_HOOK", tmp_path / "nowhere.py")
    with pytest.raises(ChildError, match="only in a checkout"):
        check_build()
