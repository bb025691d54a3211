"""The groups of pytest-xdist: what costs a minute is made by one worker, and not by each of them at once."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("editions")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="there is one worker")
def test_groups_are_kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist tells the groups by their names at the end of a test's id; pytest 9.2 loses them without a word."""
    assert request.node.nodeid.endswith("@editions")
