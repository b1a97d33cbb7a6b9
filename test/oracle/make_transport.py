"""Writes transport.json: exact transport costs by POT (network simplex) and SciPy (linear programme, assignment).

Run with a Python that has python3-pot, scipy and numpy:  /usr/bin/python3 test/oracle/make_transport.py
"""

import json
import pathlib

import numpy
import ot
import scipy
from scipy.optimize import linear_sum_assignment, linprog

SEED = 20240517
rng = numpy.random.default_rng(SEED)


def weights(n):
    w = rng.uniform(0.05, 1.0, n)
    return w / w.sum()


def squared(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2)


def by_pot(x, a, y, b):
    return float((ot.emd(a, b, squared(x, y), numItermax=10**7) * squared(x, y)).sum())


def by_linprog(x, a, y, b):
    n, m = len(a), len(b)
    rows = numpy.kron(numpy.eye(n), numpy.ones(m))
    cols = numpy.kron(numpy.ones(n), numpy.eye(m))
    solved = linprog(
        squared(x, y).ravel(),
        A_eq=numpy.vstack([rows, cols[:-1]]),
        b_eq=numpy.concatenate([a, b[:-1]]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    assert solved.status == 0, solved.message
    return float(solved.fun)


def by_assignment(x, y):
    c = squared(x, y)
    i, j = linear_sum_assignment(c)
    return float(c[i, j].mean())


def case(name, x, y, a=None, b=None):
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    a = numpy.full(len(x), 1 / len(x)) if a is None else a
    b = numpy.full(len(y), 1 / len(y)) if b is None else b
    costs = {"pot": by_pot(x, a, y, b)}
    if len(a) * len(b) <= 2500:
        costs["linprog"] = by_linprog(x, a, y, b)
    if len(a) == len(b) and numpy.ptp(a) == 0 and numpy.ptp(b) == 0:
        costs["assignment"] = by_assignment(x, y)
    return {
        "name": name,
        "dim": x.shape[1],
        "source": {"points": x.ravel().tolist(), "weights": a.tolist()},
        "target": {"points": y.ravel().tolist(), "weights": b.tolist()},
        "costs": costs,
    }


def normal(n, d, scale=1.0, shift=0.0):
    return (shift + scale * rng.standard_normal((n, d))).round(6)


def with_zeros(w, *indices):
    w = w.copy()
    w[list(indices)] = 0
    return w / w.sum()


grid = [[i, j] for i in range(7) for j in range(7)]
pixels = rng.integers(0, 8, (40, 2))

cases = [
    case("weighted, 30 against 50 points of the plane", normal(30, 2), normal(50, 2, 1.5, 0.5), weights(30), weights(50)),
    case("weighted, n = m = 40 in space", normal(40, 3), normal(40, 3, 0.7), weights(40), weights(40)),
    case("equal masses, n = m = 150 in the plane", normal(150, 2), normal(150, 2, 0.4, 1.0)),
    case("weighted, 130 against 110 points of the plane", normal(130, 2), normal(110, 2, 2.0), weights(130), weights(110)),
    case("weighted, d = 10", normal(35, 10), normal(30, 10, 1.2), weights(35), weights(30)),
    case("weighted, d = 10, clusters at the start", normal(105, 10), normal(110, 10), weights(105), weights(110)),
    case("zero weights on both sides", normal(20, 2), normal(25, 2), with_zeros(weights(20), 0, 7, 19), with_zeros(weights(25), 3, 4)),
    case("lattice against pixels with repeated sites", grid, pixels),
    case("lattice against the lattice moved by one", grid, numpy.asarray(grid) + [1, 0]),
    case("one point against many", normal(1, 2), normal(12, 2), None, weights(12)),
    case("on the line, weighted", normal(40, 1), normal(30, 1, 2.0), weights(40), weights(30)),
]

integer_a, integer_b = rng.integers(1, 9, 49).astype(float), rng.integers(1, 9, 49).astype(float)
cases.append(case("integer masses on the lattice", grid, grid, integer_a / integer_a.sum(), integer_b / integer_b.sum()))

versions = {"pot": ot.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("transport.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
