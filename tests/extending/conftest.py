"""What tests of extensions share: nothing that one installs is seen by another test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.extending.fakes import forget


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget()
    yield
    forget()
