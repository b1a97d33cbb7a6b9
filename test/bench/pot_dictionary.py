"""Entropic barycentres of the rows of a dictionary problem, for test/bench/dictionary.ts: by POT's
barycenter_unbalanced_sinkhorn, row after row, where rho is a number, or by the same iteration in numpy for all rows at once.

The first line holds the problem; each further line, "pot" or "numpy", is answered with the processor seconds of one run and
the sum of the result. With --version, prints that of POT.
"""

import json
import sys
import time

import numpy
import ot

if sys.argv[1:] == ["--version"]:
    print(ot.__version__, flush=True)
    sys.exit()

problem = json.loads(sys.stdin.readline())
k, n, d = problem["k"], problem["n"], problem["d"]
atoms = numpy.array(problem["atoms"]).reshape(k, d)
weights = numpy.array(problem["weights"]).reshape(n, k)
epsilon, rho, iterations = problem["epsilon"], problem["rho"], problem["iterations"]
positions = numpy.arange(d, dtype=float)
costs = (positions[:, None] - positions[None, :]) ** 2
costs /= 0.1 * costs.max()
print("ready", flush=True)


def by_pot():
    columns = atoms.T.copy()
    return numpy.array(
        [
            ot.unbalanced.barycenter_unbalanced_sinkhorn(
                columns, costs, epsilon, rho, weights=row, numItermax=iterations, stopThr=0
            )
            for row in weights
        ]
    )


def by_numpy():
    kernel = numpy.exp(-costs / epsilon)
    columns = numpy.tile(atoms.T, (1, n))  # d x (n k)
    v = numpy.ones_like(columns)
    phi = 1.0 if rho is None else rho / (rho + epsilon)
    t = 0.0 if rho is None else epsilon / (rho + epsilon)
    for _ in range(iterations):
        u = (columns / (kernel @ v)) ** phi
        a = (kernel @ u).reshape(d, n, k)
        if t == 0:
            q = numpy.exp((numpy.log(a) * weights).sum(axis=2))
        else:
            q = (a**t * weights).sum(axis=2) ** (1 / t)
        v = ((q[:, :, None] / a) ** phi).reshape(d, n * k)
    return q.T


RUNS = {"pot": by_pot, "numpy": by_numpy}
for line in sys.stdin:
    start = time.process_time()
    result = RUNS[line.strip()]()
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "sum": float(result.sum())}), flush=True)
