"""One fork server for all the tests of the room, since it takes seconds to start."""

import pytest

from helpers.kernels import forkserver
from helpers.kernels.forkserver import ADDRESS, CAN_FORK, ForkServer
from tests.kernels.talking import COLD


@pytest.fixture(scope="session")
def shared():
    """A fork server of this process's."""
    if not CAN_FORK:
        pytest.skip("kernels are forked on Linux only")
    fork_server = ForkServer.start()
    yield fork_server
    fork_server.close()


@pytest.fixture
def by_address(shared, monkeypatch):
    """The fork server as others reach it: by the environment."""
    monkeypatch.setenv(ADDRESS, shared.address)
    return shared


@pytest.fixture
def own(monkeypatch):
    """What gives a fork server that a test may kill, and that imports little."""
    if not CAN_FORK:
        pytest.skip("kernels are forked on Linux only")
    monkeypatch.delenv(ADDRESS, raising=False)
    monkeypatch.setattr(forkserver, "_own", None)
    monkeypatch.setattr(forkserver, "_START", COLD)
    yield forkserver.fork_server
    if forkserver._own is not None:
        forkserver._own.close()
