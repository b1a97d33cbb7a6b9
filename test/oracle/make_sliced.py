"""Writes sliced.json: sliced and max-sliced Wasserstein distances by POT, with the projections that it used.

Run with a Python that has python3-pot and numpy:  /usr/bin/python3 test/oracle/make_sliced.py
"""

import json
import pathlib

import numpy
import ot

SEED = 20240611
PROJECTIONS = 20
MANY = 4000
rng = numpy.random.default_rng(SEED)


def weights(n, *zeros):
    w = rng.uniform(0.05, 1.0, n)
    w[list(zeros)] = 0
    return w / w.sum()


def normal(n, d, scale=1.0, shift=0.0):
    return (shift + scale * rng.standard_normal((n, d))).round(6)


def case(name, x, y, a=None, b=None):
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    a = numpy.full(len(x), 1 / len(x)) if a is None else a
    b = numpy.full(len(y), 1 / len(y)) if b is None else b
    projections = ot.sliced.get_random_projections(x.shape[1], PROJECTIONS, seed=SEED)
    many = ot.sliced.get_random_projections(x.shape[1], MANY, seed=SEED + 1)
    # With projections given POT still divides by n_projections, so that it has to be told their number.
    given = {"projections": projections, "n_projections": PROJECTIONS}
    mean, log = ot.sliced.sliced_wasserstein_distance(x, y, a, b, log=True, **given)
    of_many, log_of_many = ot.sliced.sliced_wasserstein_distance(
        x, y, a, b, log=True, projections=many, n_projections=MANY
    )
    spread = float(numpy.std(log_of_many["projected_emds"], ddof=1))
    return {
        "name": name,
        "dim": x.shape[1],
        "source": {"points": x.ravel().tolist(), "weights": a.tolist()},
        "target": {"points": y.ravel().tolist(), "weights": b.tolist()},
        "projections": projections.T.tolist(),
        "costs": log["projected_emds"].tolist(),
        "mean": float(mean) ** 2,
        "max": float(ot.sliced.max_sliced_wasserstein_distance(x, y, a, b, **given)) ** 2,
        "many": {
            "projections": MANY,
            "mean": float(of_many) ** 2,
            "standardError": spread / MANY**0.5,
            "max": float(numpy.max(log_of_many["projected_emds"])),
        },
    }


grid = [[i, j] for i in range(5) for j in range(6)]
cases = [
    case("weighted, 30 against 50 points of the plane", normal(30, 2), normal(50, 2, 1.5, 0.5), weights(30), weights(50)),
    case("equal masses, 40 against 40 in space", normal(40, 3), normal(40, 3, 0.4, 1.0)),
    case("weighted, 35 against 20, d = 10", normal(35, 10), normal(20, 10, 1.2, 0.3), weights(35), weights(20)),
    case("zero weights on both sides", normal(20, 3), normal(25, 3, 2.0), weights(20, 0, 7, 19), weights(25, 3, 4)),
    case("lattice against pixels with repeated sites", grid, rng.integers(0, 6, (30, 2))),
    case("one point against many", normal(1, 4), normal(12, 4), None, weights(12)),
    case("on the line, weighted", normal(25, 1), normal(30, 1, 2.0), weights(25), weights(30)),
]

versions = {"pot": ot.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("sliced.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
