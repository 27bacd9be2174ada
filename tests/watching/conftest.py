"""A web on the loopback."""

import pytest

from watching.loopback import serving


@pytest.fixture
def web():
    with serving() as running:
        yield running
