"""Writes gaussian.json: maps between normal laws by POT, costs by SciPy's sqrtm, barycentres by minimisation.

Run with a Python that has python3-pot, scipy and numpy:  /usr/bin/python3 test/oracle/make_gaussian.py
"""

import json
import pathlib

import numpy
import ot
import scipy
from scipy.linalg import sqrtm
from scipy.optimize import minimize

SEED = 20240601
rng = numpy.random.default_rng(SEED)


def cloud(n, d, shift):
    return (rng.standard_normal((n, d)) @ rng.standard_normal((d, d)) + shift).round(6)


def moments(x):
    return x.mean(axis=0), (x - x.mean(axis=0)).T @ (x - x.mean(axis=0)) / len(x)


def bures(s, t):
    root = sqrtm(s).real
    return float(numpy.trace(s) + numpy.trace(t) - 2 * numpy.trace(sqrtm(root @ t @ root).real))


def map_case(n, d):
    x, y = cloud(n, d, 0.0), cloud(n, d, 2.0)
    (m, s), (k, t) = moments(x), moments(y)
    linear, offset = ot.da.OT_mapping_linear(x, y, reg=0.0)
    return {
        "name": f"d = {d}",
        "dim": d,
        "source": x.ravel().tolist(),
        "target": y.ravel().tolist(),
        "cost": float(((m - k) ** 2).sum()) + bures(s, t),
        "linear": linear.ravel().tolist(),
        "offset": offset.ravel().tolist(),
    }


def objective(flat, d, laws, weights):
    factor = numpy.zeros((d, d))
    factor[numpy.tril_indices(d)] = flat
    s = factor @ factor.T
    return sum(w * bures(s, t) for w, t in zip(weights, laws))


def barycentre_case(count, d):
    laws = [moments(cloud(40, d, 0.0))[1].round(8) for _ in range(count)]
    weights = rng.uniform(0.2, 1.0, count).round(3)
    weights = weights / weights.sum()
    start = numpy.linalg.cholesky(sum(w * s for w, s in zip(weights, laws)))[numpy.tril_indices(d)]
    solved = minimize(objective, start, args=(d, laws, weights), method="BFGS", options={"gtol": 1e-9})
    factor = numpy.zeros((d, d))
    factor[numpy.tril_indices(d)] = solved.x
    return {
        "name": f"{count} laws, d = {d}",
        "dim": d,
        "covariances": [s.ravel().tolist() for s in laws],
        "weights": weights.tolist(),
        "covariance": (factor @ factor.T).ravel().tolist(),
        "cost": float(solved.fun),
    }


maps = [map_case(20, 1), map_case(30, 2), map_case(40, 5)]
barycentres = [barycentre_case(2, 2), barycentre_case(4, 3)]
versions = {"pot": ot.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("gaussian.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "maps": maps, "barycentres": barycentres}) + "\n")
