"""Writes barycenters.json: barycentres by POT (entropic on a grid, unbalanced, debiased, free support).

Run with a Python that has python3-pot and numpy:  /usr/bin/python3 test/oracle/make_barycenters.py
"""

import json
import pathlib
import warnings

import numpy
import ot
import scipy
from scipy.optimize import linprog

SEED = 20240611
rng = numpy.random.default_rng(SEED)


def squared(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2)


def histograms(n, count, zeros=True):
    a = rng.uniform(0, 1, (count, n)).round(3)
    if zeros:
        a[:, rng.integers(0, n, 3)] = 0
        a[0, : n // 4] = 0
    return a / a.sum(axis=1, keepdims=True)


def bumps(points, centres, widths):
    """Smooth histograms: rough ones have debiased barycentres with zeros, which the iteration reaches only in the limit."""
    a = numpy.exp(-0.5 * squared(numpy.asarray(centres), points) / numpy.asarray(widths)[:, None] ** 2)
    return a / a.sum(axis=1, keepdims=True)


def least_cost(atoms, costs, weights):
    """min over histograms of sum_s weights_s W(atom_s, q), a linear programme."""
    count, n = atoms.shape
    m = costs.shape[1]
    rows = numpy.kron(numpy.eye(n), numpy.ones(m))
    cols = numpy.kron(numpy.ones(n), numpy.eye(m))
    a = numpy.zeros((count * (n + m), count * n * m + m))
    b = numpy.zeros(count * (n + m))
    for s in range(count):
        at, plans = s * (n + m), slice(s * n * m, (s + 1) * n * m)
        a[at : at + n, plans], b[at : at + n] = rows, atoms[s]
        a[at + n : at + n + m, plans], a[at + n : at + n + m, count * n * m :] = cols, -numpy.eye(m)
    objective = numpy.concatenate([w * costs.ravel() for w in weights] + [numpy.zeros(m)])
    solved = linprog(objective, A_eq=a, b_eq=b, method="highs-ds")
    assert solved.status == 0, solved.message
    return float(solved.fun)


def fixed(name, points, atoms, weights, epsilon, rho=None, debiased=False):
    costs = squared(points, points)
    kwargs = {"weights": weights, "stopThr": 1e-10 if debiased else 1e-13}
    if rho is not None:
        q = ot.unbalanced.barycenter_unbalanced(atoms.T, costs, epsilon, rho, numItermax=200000, **kwargs)
    elif debiased:
        q = ot.bregman.barycenter_debiased(atoms.T, costs, epsilon, method="sinkhorn_log", numItermax=50000, **kwargs)
    else:
        q = ot.bregman.barycenter(atoms.T, costs, epsilon, method="sinkhorn_log", numItermax=200000, **kwargs)
    return {
        "name": name,
        "dim": points.shape[1],
        "points": points.ravel().tolist(),
        "atoms": atoms.tolist(),
        "weights": list(weights),
        "epsilon": epsilon,
        "rho": rho,
        "debiased": debiased,
        "histogram": q.tolist(),
        "leastCost": None if rho is not None else least_cost(atoms, costs, weights),
    }


def free(name, sizes, dim, weights, size):
    clouds, masses = [], []
    for k, n in enumerate(sizes):
        clouds.append((rng.standard_normal((n, dim)) * (1 + k) + k).round(4))
        w = rng.integers(1, 20, n).astype(float)
        masses.append(w / w.sum())
    start = rng.standard_normal((size, dim)).round(4)
    b = rng.integers(1, 9, size).astype(float)
    b /= b.sum()
    points = ot.lp.free_support_barycenter(
        clouds, masses, start, b=b, weights=numpy.array(weights), numItermax=200, stopThr=1e-20
    )
    cost = sum(
        w * ot.emd2(b, a, squared(points, x), numItermax=10**7) for w, x, a in zip(weights, clouds, masses)
    )
    return {
        "name": name,
        "dim": dim,
        "measures": [{"points": x.ravel().tolist(), "weights": a.tolist()} for x, a in zip(clouds, masses)],
        "weights": list(weights),
        "start": {"points": start.ravel().tolist(), "weights": b.tolist()},
        "points": points.ravel().tolist(),
        "cost": float(cost),
    }


line = numpy.linspace(0, 1, 30)[:, None]
grid = numpy.array([[i / 5, j / 5] for i in range(6) for j in range(6)])
warnings.simplefilter("error")

fixed_cases = [
    fixed("balanced, two measures on the line", line, histograms(30, 2), [0.3, 0.7], 0.05),
    fixed("balanced, three measures on the line, little entropy", line, histograms(30, 3), [0.2, 0.3, 0.5], 0.005),
    fixed("balanced, four measures on a lattice", grid, histograms(36, 4), [0.25, 0.25, 0.25, 0.25], 0.02),
    fixed("unbalanced, equal masses", line, histograms(30, 3), [0.2, 0.3, 0.5], 0.1, rho=1.0),
    fixed("unbalanced, masses 1, 2, 3", line, histograms(30, 3) * [[1], [2], [3]], [0.2, 0.3, 0.5], 0.05, rho=0.5),
    fixed("unbalanced, on a lattice", grid, histograms(36, 2) * [[4], [1]], [0.5, 0.5], 0.02, rho=0.1),
    fixed("debiased, on the line", line, bumps(line, [[0.35], [0.6]], [0.1, 0.15]), [0.4, 0.6], 0.002, debiased=True),
    fixed(
        "debiased, on a lattice",
        grid,
        bumps(grid, [[0.3, 0.4], [0.6, 0.5], [0.5, 0.7]], [0.3, 0.25, 0.35]),
        [0.2, 0.2, 0.6],
        0.02,
        debiased=True,
    ),
]
free_cases = [
    free("three clouds in the plane", [20, 25, 30], 2, [0.2, 0.3, 0.5], 15),
    free("two clouds in space", [24, 18], 3, [0.5, 0.5], 20),
    free("five clouds on the line", [12, 9, 14, 10, 7], 1, [0.1, 0.2, 0.3, 0.2, 0.2], 11),
]

versions = {"pot": ot.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("barycenters.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "fixed": fixed_cases, "free": free_cases}) + "\n")
