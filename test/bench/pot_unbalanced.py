"""POT's side of the unbalanced benchmark: the first line on stdin is the problem as JSON, each further line names a solver.

Answers each with a line of JSON: {"seconds" (processor time of the cost matrix and the solver), "iterations", "error" (L1
distance of the source marginal from a exp(-f / rho), relative to the mass of the plan; none for mm_unbalanced), "cost" (the
objective without entropy), "peakMegabytes"}. With --version it answers with the version of POT.

POT's entropy is relative to 1, ours to a b^T / sqrt(mass a * mass b): its cost is given less epsilon times the logarithm
of that.
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

# with the default of 1e5 it absorbs, and leaves the solution
OPTIONS = {"sinkhorn_stabilized": {"tau": 1e200}}


LOGGED_EVERY = {"sinkhorn": 1, "sinkhorn_stabilized": 10}


def answer(line):
    print(line, flush=True)


def kl(r, s):
    moved = r > 0
    return float((r[moved] * numpy.log(r[moved] / s[moved])).sum() - r.sum() + s.sum())


def objective(plan, c, a, b, rho):
    moved = plan > 0
    linear = float((plan[moved] * c[moved]).sum())
    return linear + rho * kl(plan.sum(1), a) + rho * kl(plan.sum(0), b)


def costs(x, y, kappa):
    squared = ot.dist(x, y)
    if kappa is None:
        return squared
    t = numpy.sqrt(squared) / kappa
    cosine = numpy.where(t < numpy.pi / 2, numpy.cos(numpy.minimum(t, numpy.pi / 2)), 0)
    return -2 * kappa**2 * numpy.log(numpy.maximum(cosine, 1e-300))


def entropic(problem, name):
    (x, a), (y, b), rho, epsilon = problem["source"], problem["target"], problem["rho"], problem["epsilon"]
    start = time.process_time()
    c = costs(x, y, problem["kappa"])
    reference = a[:, None] * b[None, :] / numpy.sqrt(a.sum() * b.sum())
    plan, log = ot.sinkhorn_unbalanced(
        a, b, c - epsilon * numpy.log(reference), epsilon, rho, method=name, log=True,
        stopThr=problem["tolerance"], numItermax=100_000, **OPTIONS.get(name, {})
    )
    seconds = time.process_time() - start
    sent = plan.sum(1)
    error = abs(sent - a * numpy.exp(-epsilon / rho * log["logu"])).sum() / sent.sum()
    return seconds, plan, c, len(log["err"]) * LOGGED_EVERY[name], float(error)


def majorized(problem):
    (x, a), (y, b) = problem["source"], problem["target"]
    start = time.process_time()
    c = costs(x, y, problem["kappa"])
    plan = ot.unbalanced.mm_unbalanced(a, b, c, problem["rho"], div="kl")
    return time.process_time() - start, plan, c, 1000, None


def run(problem, name):
    solved = majorized(problem) if name == "mm_unbalanced" else entropic(problem, name)
    seconds, plan, c, iterations, error = solved
    cost = objective(plan, c, problem["source"][1], problem["target"][1], problem["rho"])
    return {
        "seconds": seconds,
        "iterations": iterations,
        "error": error if error is not None and numpy.isfinite(error) else None,
        "cost": cost if numpy.isfinite(cost) else None,
        "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read_problem(line):
    record = json.loads(line)
    for side in ("source", "target"):
        points = numpy.array(record[side]["points"], float).reshape(-1, record["dim"])
        record[side] = points, numpy.array(record[side]["weights"], float)
    return record


if "--version" in sys.argv:
    answer(ot.__version__)
    sys.exit(0)
numpy.seterr(all="ignore")
problem = read_problem(sys.stdin.readline())
answer("ready")
for line in sys.stdin:
    answer(json.dumps(run(problem, line.strip())))
