"""Writes matrix.json: least transport costs for cost matrices that are no distances, by POT and SciPy.

Run with a Python that has python3-pot, scipy and numpy:  /usr/bin/python3 test/oracle/make_matrix.py
"""

import json
import pathlib

import numpy
import ot
import scipy
from scipy.optimize import linear_sum_assignment, linprog

SEED = 20241103
rng = numpy.random.default_rng(SEED)


def weights(n, *zeros):
    w = rng.uniform(0.05, 1.0, n)
    w[list(zeros)] = 0
    return w / w.sum()


def by_linprog(c, a, b):
    n, m = c.shape
    rows = numpy.kron(numpy.eye(n), numpy.ones(m))
    cols = numpy.kron(numpy.ones(n), numpy.eye(m))
    solved = linprog(
        c.ravel(),
        A_eq=numpy.vstack([rows, cols[:-1]]),
        b_eq=numpy.concatenate([a, b[:-1]]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    assert solved.status == 0, solved.message
    return float(solved.fun)


def by_assignment(c):
    i, j = linear_sum_assignment(c)
    return float(c[i, j].mean())


def case(name, c, a=None, b=None):
    n, m = c.shape
    a = numpy.full(n, 1 / n) if a is None else a
    b = numpy.full(m, 1 / m) if b is None else b
    values = {"linprog": by_linprog(c, a, b)}
    if numpy.all(a > 0) and numpy.all(b > 0):
        values["pot"] = float((ot.emd(a, b, numpy.ascontiguousarray(c), numItermax=10**7) * c).sum())
    if n == m and numpy.ptp(a) == 0 and numpy.ptp(b) == 0:
        values["assignment"] = by_assignment(c)
    return {"name": name, "costs": c.ravel().tolist(), "a": a.tolist(), "b": b.tolist(), "values": values}


def uniform(n, m, low=0.0, high=1.0):
    return rng.uniform(low, high, (n, m)).round(6)


cases = [
    case("random costs, weighted", uniform(20, 30), weights(20), weights(30)),
    case("random costs of both signs, weighted", uniform(25, 18, -5, 3), weights(25), weights(18)),
    case("negative costs only", uniform(16, 16, -9, -2), weights(16), weights(16)),
    case("assignment", uniform(40, 40)),
    case("assignment with ties", rng.integers(0, 40, (35, 35)).astype(float)),
    case("ties and integer masses", rng.integers(-3, 4, (20, 20)).astype(float)),
    case("zero weights on both sides", uniform(15, 20), weights(15, 0, 7, 14), weights(20, 3, 4)),
    case("large constants of rows and columns", uniform(18, 22) + 1e4 * uniform(18, 1) - 1e4 * uniform(1, 22), weights(18), weights(22)),
    case("inner products", (-rng.standard_normal((24, 3)) @ rng.standard_normal((3, 24))).round(6), weights(24), weights(24)),
    case("one row", uniform(1, 12), None, weights(12)),
    case("one column", uniform(12, 1, -1, 1), weights(12), None),
    case("all costs the same", numpy.full((6, 9), 2.5), weights(6), weights(9)),
    case("sizes 2 and 50", uniform(2, 50), weights(2), weights(50)),
]

versions = {"pot": ot.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("matrix.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
