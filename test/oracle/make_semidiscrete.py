"""Writes semidiscrete.json: semidual prices by POT (stochastic averaged gradient, and Sinkhorn run to its end).

Run with a Python that has python3-pot and numpy:  /usr/bin/python3 test/oracle/make_semidiscrete.py
"""

import json
import pathlib

import numpy
import ot

SEED = 20240602
rng = numpy.random.default_rng(SEED)


def case(n, m, d, epsilon):
    x = rng.standard_normal((n, d)).round(6)
    y = (1.0 + 1.5 * rng.standard_normal((m, d))).round(6)
    a = rng.uniform(0.2, 1.0, n)
    b = rng.uniform(0.2, 1.0, m)
    a, b = a / a.sum(), b / b.sum()
    cost = ot.dist(x, y)
    numpy.random.seed(SEED)  # the stream of ot.stochastic
    plan, log = ot.stochastic.solve_semi_dual_entropic(a, b, cost, epsilon, "SAG", numItermax=200000, log=True)
    final, sinkhorn = ot.sinkhorn(a, b, cost, epsilon, method="sinkhorn_log", numItermax=100000, stopThr=1e-13, log=True)
    v = epsilon * numpy.asarray(sinkhorn["log_v"]) - epsilon * numpy.log(b)
    centred = lambda g: (g - g @ b).tolist()
    return {
        "name": f"n = {n}, m = {m}, d = {d}, epsilon = {epsilon}",
        "dim": d,
        "epsilon": epsilon,
        "source": {"points": x.ravel().tolist(), "weights": a.tolist()},
        "target": {"points": y.ravel().tolist(), "weights": b.tolist()},
        "byStochasticGradient": centred(log["beta"]),
        "bySinkhorn": centred(v),
        "cost": float((final * cost).sum()),
    }


cases = [case(30, 6, 2, 0.5), case(50, 12, 3, 1.0)]
versions = {"pot": ot.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("semidiscrete.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
