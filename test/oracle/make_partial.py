"""Writes partial.json: costs of partial transport, by POT for a given mass, by SciPy's linear programme for a price too.

Run with a Python that has python3-pot, scipy and numpy:  /usr/bin/python3 test/oracle/make_partial.py
"""

import json
import pathlib

import numpy
import ot
import scipy
from scipy.optimize import linprog

SEED = 20241104
rng = numpy.random.default_rng(SEED)


def squared(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2)


def by_linprog(c, a, b, mass=None, price=0.0):
    n, m = c.shape
    rows = numpy.kron(numpy.eye(n), numpy.ones(m))
    cols = numpy.kron(numpy.ones(n), numpy.eye(m))
    whole = {} if mass is None else {"A_eq": numpy.ones((1, n * m)), "b_eq": [mass]}
    solved = linprog(
        (c - 2 * price).ravel(),
        A_ub=numpy.vstack([rows, cols]),
        b_ub=numpy.concatenate([a, b]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        **whole,
    )
    assert solved.status == 0, solved.message
    return float(solved.fun + price * (a.sum() + b.sum()))


def by_pot(c, a, b, mass):
    plan = ot.partial.partial_wasserstein(a, b, c, m=mass, numItermax=10**7)
    return float((plan * c).sum()) if abs(plan.sum() - mass) < 1e-9 * mass else None


def case(name, x, y, a=None, b=None):
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    a = numpy.full(len(x), 1 / len(x)) if a is None else a
    b = numpy.full(len(y), 1 / len(y)) if b is None else b
    c = squared(x, y)
    most = min(a.sum(), b.sum())
    masses = []
    for part in (0.05, 0.37, 0.8):
        costs = {"linprog": by_linprog(c, a, b, part * most)}
        pot = by_pot(c, a, b, part * most)
        if pot is not None:
            costs["pot"] = pot
        masses.append({"mass": float(part * most), "costs": costs})
    nearest = float(c.min(axis=1).mean())
    prices = [
        {"price": price, "costs": {"linprog": by_linprog(c, a, b, price=price)}}
        for price in (0.3 * nearest, nearest, 0.6 * float(c.max()))
    ]
    return {
        "name": name,
        "dim": x.shape[1],
        "source": {"points": x.ravel().tolist(), "weights": a.tolist()},
        "target": {"points": y.ravel().tolist(), "weights": b.tolist()},
        "masses": masses,
        "prices": prices,
    }


def normal(n, d, scale=1.0, shift=0.0):
    return (shift + scale * rng.standard_normal((n, d))).round(6)


def weights(n, *zeros, total=1.0):
    w = rng.uniform(0.05, 1.0, n)
    w[list(zeros)] = 0
    return total * w / w.sum()


pixels = rng.integers(0, 6, (24, 2))
cases = [
    case("weighted, in the plane", normal(30, 2), normal(36, 2, 1.5, 0.5), weights(30), weights(36)),
    case("weighted, in space, masses 2 and 3", normal(25, 3), normal(30, 3), weights(25, total=2.0), weights(30, total=3.0)),
    case("equal masses, n = m", normal(40, 2), normal(40, 2, 0.6)),
    case("on the line", normal(30, 1), normal(24, 1, 2.0), weights(30), weights(24)),
    case("zero weights on both sides", normal(20, 2), normal(22, 2), weights(20, 0, 5, 19), weights(22, 7, 8)),
    case("repeated pixels", pixels, rng.integers(0, 6, (20, 2)), weights(24), weights(20)),
    case("d = 10", normal(20, 10), normal(25, 10, 1.2), weights(20), weights(25)),
    case("an outlier on each side", [*normal(15, 2), [40.0, 0.0]], [*normal(18, 2), [0.0, -60.0]], weights(16), weights(19)),
]

versions = {"pot": ot.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("partial.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
