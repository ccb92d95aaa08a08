"""One nursery for all the tests of the room, since it takes seconds to start."""

import pytest

from helpers.kernels import nursery as nurseries
from helpers.kernels.nursery import ADDRESS, CAN_FORK, Nursery
from tests.kernels.talking import COLD


@pytest.fixture(scope="session")
def shared():
    """A nursery of this process's."""
    if not CAN_FORK:
        pytest.skip("kernels are forked on Linux only")
    nursery = Nursery.start()
    yield nursery
    nursery.close()


@pytest.fixture
def by_address(shared, monkeypatch):
    """The nursery as others reach it: by the environment."""
    monkeypatch.setenv(ADDRESS, shared.address)
    return shared


@pytest.fixture
def own(monkeypatch):
    """What gives a nursery that a test may kill, and that imports little."""
    if not CAN_FORK:
        pytest.skip("kernels are forked on Linux only")
    monkeypatch.delenv(ADDRESS, raising=False)
    monkeypatch.setattr(nurseries, "_own", None)
    monkeypatch.setattr(nurseries, "_START", COLD)
    yield nurseries.nursery
    if nurseries._own is not None:
        nurseries._own.close()
