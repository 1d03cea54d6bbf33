"""One cluster for all tests that need it, and one session with it that they share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scale import loopback
from scale.loopback import Loopback


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    if why := loopback.missing():
        pytest.skip(why)
    from detente.scale import cluster

    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch, loopback.cluster(folder) as running:
        for name, value in loopback.environment(folder).items():
            patch.setenv(name, value)
        patch.syspath_prepend(str(loopback.plugins(folder)))
        patch.setattr(cluster, "WORKERS", loopback.PATIENCE)
        with cluster.connected(running.master, folder):  # whoever connects now finds this session, and starts none
            yield running
