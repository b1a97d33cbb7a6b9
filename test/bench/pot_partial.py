"""POT's side of the partial benchmark: the first line on stdin is the pair as JSON, each further line asks for one run.

Answers each with a line of JSON: {"seconds" (processor time), "cost", "peakMegabytes"}.
With --version it answers with the version of POT.
"""

import json
import resource
import sys
import time

try:
    import numpy
    import ot
except ImportError:
    sys.exit(1)


def cloud(record, dim):
    points = numpy.array(record["points"], float).reshape(-1, dim)
    weights = numpy.array(record["weights"], float)
    return points, weights / weights.sum()


def run(task, pair):
    (x, a), (y, b) = pair
    start = time.process_time()
    costs = ot.dist(x, y)
    plan = ot.partial.partial_wasserstein(a, b, costs, m=task["mass"], numItermax=10**8)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cost": float((plan * costs).sum()), "peakMegabytes": peak}


def answer(line):
    print(line, flush=True)


if "--version" in sys.argv:
    answer(ot.__version__)
    sys.exit(0)
task = json.loads(sys.stdin.readline())
pair = [cloud(side, task["dim"]) for side in task["pair"]]
answer("ready")
for _ in sys.stdin:
    answer(json.dumps(run(task, pair)))
