"""Every test of the kernel runs interpreted, and compiled where a compiler is found."""

from types import ModuleType

import pytest

from tallystick.fast.build import Build, kernel_module
from tests.engine_targets import targets_to_test

BUILDS = [Build.INTERPRETED]
if "fast:compiled" in targets_to_test():
    BUILDS.append(Build.COMPILED)


@pytest.fixture(params=BUILDS)
def build(request: pytest.FixtureRequest) -> Build:
    """A build of the kernel."""
    assert isinstance(request.param, Build)
    return request.param


class Kernel:
    """The modules of one build."""

    def __init__(self, build: Build) -> None:
        self.build = build

    def module(self, name: str) -> ModuleType:
        """One module of the kernel in this build."""
        return kernel_module(self.build, name)


@pytest.fixture
def kernel(build: Build) -> Kernel:
    """The modules of that build."""
    return Kernel(build)
