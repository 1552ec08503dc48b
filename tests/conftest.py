"""What all tests share: Hypothesis looks hard, and takes the time it needs on a slow machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.warm import Warm, start

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """A process in which commands run without starting anew."""
    running, process = start(tmp_path_factory.mktemp("warm"))
    with process:
        yield running
        process.terminate()
