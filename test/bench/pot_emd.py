"""POT's side of a benchmark: the first line on stdin is the problems as JSON, each further line asks for one run over them.

Answers each with a line of JSON: {"seconds" (processor time per problem), "costs", "peakMegabytes"}.
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


def read_task(line):
    task = json.loads(line)
    clouds = [[cloud(side, task["dim"]) for side in pair] for pair in task["pairs"]]
    return clouds, task["project"]


def solve(pair, project):
    (x, a), (y, b) = pair
    plan, log = ot.emd(a, b, ot.dist(x, y), numItermax=10**8, log=True)
    if project:
        plan @ y / a[:, None]
    return log["cost"]


def run(pairs, project):
    start = time.process_time()
    costs = [solve(pair, project) for pair in pairs]
    seconds = (time.process_time() - start) / len(pairs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "costs": costs, "peakMegabytes": peak}


def answer(line):
    print(line, flush=True)


if "--version" in sys.argv:
    answer(ot.__version__)
    sys.exit(0)
pairs, project = read_task(sys.stdin.readline())
answer("ready")
for _ in sys.stdin:
    answer(json.dumps(run(pairs, project)))
