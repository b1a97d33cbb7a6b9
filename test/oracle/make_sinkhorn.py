"""Entropic plans, their costs and the debiased divergences of POT for small problems.

    /usr/bin/python3 test/oracle/make_sinkhorn.py

Weights of 0 are left out of what POT sees, since it takes their logarithm. At smaller epsilons it does not converge for a
measure with itself. Its own divergence (empirical_sinkhorn_divergence) has no entropy terms, so it is put together here.
"""

import json
import pathlib

import numpy
import ot

SEED = 20260117
STOP = {"stopThr": 1e-13, "numItermax": 200000, "warn": False}


def cloud(random, count, dim, shift=0.0, zeros=()):
    points = numpy.round(random.normal(size=(count, dim)) + shift, 3)
    weights = random.uniform(0.2, 1.0, size=count)
    weights[list(zeros)] = 0
    return points, weights / weights.sum()


def solve(x, a, y, b, epsilon):
    keep_x, keep_y = a > 0, b > 0
    costs = ot.dist(x[keep_x], y[keep_y])
    plan, log = ot.bregman.sinkhorn_log(a[keep_x], b[keep_y], costs, epsilon, log=True, **STOP)
    if log["err"][-1] > STOP["stopThr"]:
        raise SystemExit(f"epsilon {epsilon}: POT ends with an error of {log['err'][-1]}")
    product = numpy.outer(a[keep_x], b[keep_y])
    value = (plan * costs).sum() + epsilon * (plan * numpy.log(plan / product)).sum()
    full = numpy.zeros((len(a), len(b)))
    full[numpy.ix_(keep_x, keep_y)] = plan
    return full, float((plan * costs).sum()), float(value)


def case(name, x, a, y, b, epsilon):
    plan, cost, between = solve(x, a, y, b, epsilon)
    within = [solve(p, w, p, w, epsilon)[2] for p, w in ((x, a), (y, b))]
    return {
        "name": name,
        "dim": x.shape[1],
        "epsilon": epsilon,
        "source": {"points": x.ravel().tolist(), "weights": a.tolist()},
        "target": {"points": y.ravel().tolist(), "weights": b.tolist()},
        "cost": cost,
        "plan": plan.ravel().tolist(),
        "terms": [between, *within],
        "divergence": between - sum(within) / 2,
    }


def cases():
    random = numpy.random.default_rng(SEED)
    for dim in (1, 2, 3, 10):
        for epsilon in (5.0, 1.0) if dim < 10 else (20.0, 8.0):
            yield case(
                f"{dim} dimensions, epsilon {epsilon}",
                *cloud(random, 12, dim),
                *cloud(random, 9, dim, 0.7),
                epsilon,
            )
    yield case("zero weights", *cloud(random, 10, 2, 0, (0, 7)), *cloud(random, 8, 2, 1, (3,)), 0.3)
    x, a = cloud(random, 6, 2)
    yield case("repeated points", numpy.repeat(x, 2, 0), numpy.repeat(a, 2) / 2, *cloud(random, 7, 2), 0.8)
    yield case("one point", *cloud(random, 1, 3), *cloud(random, 14, 3), 1.0)
    grid = numpy.array([[i, j] for i in range(4) for j in range(4)], float)
    weights = random.integers(1, 5, size=16).astype(float)
    yield case("a grid with ties", grid, weights / weights.sum(), grid[::-1].copy(), weights / weights.sum(), 0.5)
    yield case("far apart", *cloud(random, 10, 2), *cloud(random, 10, 2, 20), 1.0)


path = pathlib.Path(__file__).with_name("sinkhorn.json")
versions = {"pot": ot.__version__, "numpy": numpy.__version__}
path.write_text(json.dumps({"versions": versions, "seed": SEED, "cases": list(cases())}, indent=None) + "\n")
