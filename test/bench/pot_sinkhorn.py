"""POT's side of the Sinkhorn benchmark: the first line on stdin is the problem as JSON, each further line names a solver,
a tolerance and the most iterations.

Answers each with a line of JSON: {"seconds" (processor time of ot.dist and the solver), "iterations", "error" (L1 error of
both marginals), "peakMegabytes"}. With --version it answers with the version of POT.
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


def answer(line):
    print(line, flush=True)


# with the default of 1e3 it absorbs over and over, and does not converge in these problems
OPTIONS = {"sinkhorn_stabilized": {"tau": 1e10}}


def run(task, problem):
    (x, a), (y, b), epsilon = problem
    solver = getattr(ot.bregman, task["solver"])
    # POT bounds the L2 error of one marginal, which is at least the L1 error over the root of the number of points
    stop = {"stopThr": task["tolerance"] / len(b) ** 0.5, "numItermax": task["maxIterations"]}
    options = OPTIONS.get(task["solver"], {})
    start = time.process_time()
    plan, log = solver(a, b, ot.dist(x, y), epsilon, log=True, warn=False, **stop, **options)
    seconds = time.process_time() - start
    error = abs(plan.sum(0) - b).sum() + abs(plan.sum(1) - a).sum()
    return {
        "seconds": seconds,
        "iterations": int(log.get("n_iter", log.get("niter", 0))) + 1,
        "error": float(error) if numpy.isfinite(error) else None,
        "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read_problem(line):
    record = json.loads(line)
    sides = []
    for side in (record["source"], record["target"]):
        weights = numpy.array(side["weights"], float)
        sides.append((numpy.array(side["points"], float).reshape(-1, record["dim"]), weights / weights.sum()))
    return *sides, record["epsilon"]


if "--version" in sys.argv:
    answer(ot.__version__)
    sys.exit(0)
numpy.seterr(all="ignore")
problem = read_problem(sys.stdin.readline())
answer("ready")
for line in sys.stdin:
    answer(json.dumps(run(json.loads(line), problem)))
