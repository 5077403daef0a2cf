"""A cluster of two workers on the loopback address, in a process of its own: for tests.

It prints the scheduler's address and the workers' processes as a line of JSON, and ends when its
standard input does.
"""

from __future__ import annotations

import json
import os
import sys

if __name__ == "__main__":
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.worker.daemon": False})
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        silence_logs=50,
    ) as cluster:
        from distributed import Client

        with Client(cluster.scheduler_address) as client:
            workers = list(client.run(os.getpid).values())
        told = {"address": cluster.scheduler_address, "workers": workers}
        print(json.dumps(told), flush=True)
        sys.stdin.read()
