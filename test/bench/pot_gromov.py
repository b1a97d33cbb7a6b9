"""POT's side of the Gromov-Wasserstein benchmark: the first line on stdin is the problem as JSON, each further line asks for one run.

Answers each with a line of JSON: {"seconds" (processor time), "cost" (the objective at its plan), "iterations", "peakMegabytes"}.
With --version it answers with the version of POT.
"""

import json
import resource
import sys
import time
import warnings

try:
    import numpy
    import ot
except ImportError:
    sys.exit(1)

warnings.simplefilter("ignore")


def cloud(record):
    points = numpy.array(record["points"], float).reshape(-1, record["dim"])
    return points, numpy.array(record["weights"], float)


def solve(x, a, y, b, epsilon):
    d1, d2 = ot.dist(x, x, "euclidean"), ot.dist(y, y, "euclidean")
    if epsilon is None:
        _, log = ot.gromov.gromov_wasserstein(d1, d2, a, b, "square_loss", log=True)
        return float(log["gw_dist"]), len(log["loss"]) - 1
    _, log = ot.gromov.entropic_gromov_wasserstein(d1, d2, a, b, "square_loss", epsilon, log=True)
    return float(log["gw_dist"]), 10 * len(log["err"])


def run(task):
    start = time.process_time()
    cost, iterations = solve(*task)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cost": cost, "iterations": iterations, "peakMegabytes": peak}


def answer(line):
    print(line, flush=True)


if "--version" in sys.argv:
    answer(ot.__version__)
    sys.exit(0)
problem = json.loads(sys.stdin.readline())
task = (*cloud(problem["source"]), *cloud(problem["target"]), problem["epsilon"])
answer("ready")
for _ in sys.stdin:
    answer(json.dumps(run(task)))
