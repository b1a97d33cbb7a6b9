"""Writes gromov.json: local optima of Gromov-Wasserstein problems by POT, all from the product plan.

Run with a Python that has python3-pot, scipy and numpy:  /usr/bin/python3 test/oracle/make_gromov.py
"""

import json
import pathlib

import numpy
import ot
import scipy
from scipy.sparse.csgraph import shortest_path

SEED = 20250611
rng = numpy.random.default_rng(SEED)


def weights(n):
    w = rng.uniform(0.05, 1.0, n)
    return w / w.sum()


def with_zeros(w, *indices):
    w = w.copy()
    w[list(indices)] = 0
    return w / w.sum()


def normal(n, d, *scales):
    return (rng.standard_normal((n, d)) * (scales or (1.0,))).round(6)


def euclidean(x):
    return ot.dist(x, x, "euclidean")


def squared(x):
    return ot.dist(x, x)


def graph(n, extra):
    """Shortest paths in a random tree with some more edges, of length 1."""
    edges = numpy.zeros((n, n))
    for i in range(1, n):
        edges[i, rng.integers(i)] = 1
    for _ in range(extra):
        i, j = rng.integers(n, size=2)
        edges[i, j] = i != j
    return shortest_path(edges, directed=False)


def adjacency(n):
    edges = numpy.triu(rng.uniform(size=(n, n)) < 0.3, 1)
    return (edges | edges.T).astype(float)


def exact(d1, d2, a, b, features, alpha):
    """POT's objective, and how many iterations it took."""
    options = {"log": True, "stopThr": 1e-13, "stopThr2": 1e-13, "numItermax": 2000}
    if features is None:
        plan, log = ot.gromov.gromov_wasserstein(d1, d2, a, b, "square_loss", **options)
    else:
        plan, log = ot.gromov.fused_gromov_wasserstein(features, d1, d2, a, b, "square_loss", alpha=alpha, **options)
    return objective(plan, d1, d2, features, alpha), len(log["loss"]) - 1


def entropic(d1, d2, a, b, epsilon):
    plan = ot.gromov.entropic_gromov_wasserstein(d1, d2, a, b, "square_loss", epsilon, max_iter=2000, tol=1e-11)
    return {
        "epsilon": epsilon,
        "cost": objective(plan, d1, d2, None, 1.0),
        "rowError": float(abs(plan.sum(axis=1) - a).sum() + abs(plan.sum(axis=0) - b).sum()),
    }


def objective(plan, d1, d2, features, alpha):
    """By its definition: four nested sums."""
    quadratic = float(numpy.einsum("ijkl,ij,kl->", (d1[:, None, :, None] - d2[None, :, None, :]) ** 2, plan, plan))
    return quadratic if features is None else alpha * quadratic + (1 - alpha) * float((features * plan).sum())


def side(points, mass):
    return {"points": points.ravel().tolist(), "dim": points.shape[1], "weights": mass.tolist()}


def case(name, x, y, a=None, b=None, distances=euclidean, epsilons=(), alpha=None, features=None):
    a = numpy.full(len(x), 1 / len(x)) if a is None else a
    b = numpy.full(len(y), 1 / len(y)) if b is None else b
    given = not callable(distances)
    d1, d2 = distances if given else (distances(x), distances(y))
    matrix = None if alpha is None else ot.dist(x, y) if features is None else features
    cost, iterations = exact(d1, d2, a, b, matrix, alpha)
    return {
        "name": name,
        "source": side(x, a),
        "target": side(y, b),
        "distances": {"source": d1.ravel().tolist(), "target": d2.ravel().tolist()} if given else distances.__name__,
        "alpha": alpha,
        "features": None if features is None else features.ravel().tolist(),
        "cost": cost,
        "iterations": iterations,
        "entropic": [entropic(d1, d2, a, b, epsilon) for epsilon in epsilons],
    }


def places(n):
    return numpy.zeros((n, 1))


cases = [
    case("plane against space, equal masses", normal(30, 2, 2.0, 1.0), normal(30, 3), epsilons=(0.5, 2.0)),
    case("plane against space, weighted, n != m", normal(25, 2), normal(35, 3), weights(25), weights(35), epsilons=(0.5,)),
    case("zero weights on both sides", normal(20, 2), normal(24, 2, 2.0), with_zeros(weights(20), 0, 7), with_zeros(weights(24), 3, 23)),
    case("squared distances", normal(24, 2, 2.0, 1.0), normal(30, 2), weights(24), weights(30), distances=squared),
    case("ten dimensions against eight", normal(20, 10), normal(26, 8)),
    case("one point against many", normal(1, 2), normal(12, 3), None, weights(12)),
    case("graphs by shortest paths", places(20), places(26), None, weights(26), distances=(graph(20, 8), graph(26, 10))),
    case("graphs by adjacency", places(20), places(24), distances=(adjacency(20), adjacency(24))),
    case("fused, alpha 0.3", normal(25, 2), normal(25, 2, 1.5), weights(25), weights(25), alpha=0.3),
    case("fused, alpha 0.8, given features", normal(16, 3), normal(20, 2), None, weights(20), alpha=0.8, features=rng.uniform(0, 3, (16, 20)).round(6)),
]

versions = {"pot": ot.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("gromov.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
