"""POT's side of the Sinkhorn benchmark: the first line on stdin is the problem as JSON, each further line names a solver,
a tolerance and the most iterations.

Answers each with a line of JSON: {"seconds" (processor time of ot.dist and the solver), "iterations", "reached" (the
tolerance, as far as POT can tell), "error" (L1 error of both marginals), "peakMegabytes"}. With --version it answers with the version of POT.
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


# iterations from one look at the error to the next
PERIODS = {"sinkhorn_stabilized": 20}


def solve(task, problem, **stop):
    (x, a), (y, b), epsilon = problem
    solver = getattr(ot.bregman, task["solver"])
    return solver(a, b, ot.dist(x, y), epsilon, log=True, warn=False, **stop, **OPTIONS.get(task["solver"], {}))


def errors_of(plan, problem):
    (_, a), (_, b), _ = problem
    return abs(plan.sum(1) - a).sum(), plan.sum(0) - b


def iterations_for(task, problem):
    """How many iterations the tolerance takes: POT looks at the L2 error of one marginal, so a first run, which is not
    timed, tells how that is related to the L1 error."""
    plan, log = solve(task, problem, stopThr=task["tolerance"] / len(problem[1][1]) ** 0.5, numItermax=task["maxIterations"])
    columns = errors_of(plan, problem)[1]
    ratio = abs(columns).sum() / numpy.sqrt((columns**2).sum())
    looks = [k for k, error in enumerate(log["err"]) if error * ratio <= task["tolerance"]]
    return looks[0] * PERIODS.get(task["solver"], 10) + 1 if looks else None


def run(task, problem, known):
    key = task["solver"], task["tolerance"]
    if key not in known:
        known[key] = iterations_for(task, problem)
    iterations = known[key] or task["maxIterations"]
    start = time.process_time()
    plan, _ = solve(task, problem, stopThr=0, numItermax=iterations)
    seconds = time.process_time() - start
    rows, columns = errors_of(plan, problem)
    error = rows + abs(columns).sum()
    return {
        "seconds": seconds,
        "iterations": iterations,
        "reached": known[key] is not None,
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
known = {}
for line in sys.stdin:
    answer(json.dumps(run(json.loads(line), problem, known)))
