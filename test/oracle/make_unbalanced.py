"""Writes unbalanced.json: transport with KL-relaxed marginals by POT, entropic (sinkhorn_unbalanced) and not
(mm_unbalanced). The stabilised form of the former is left out: in POT 0.8.2 it leaves the solution on some of these cases.

POT's entropy is relative to 1, ours to a b^T / sqrt(mass a * mass b): its cost is given less epsilon times the logarithm of
that. Objectives are <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b), without entropy.

Run with a Python that has python3-pot and numpy:  /usr/bin/python3 test/oracle/make_unbalanced.py
"""

import json
import pathlib

import numpy
import ot

SEED = 20240611
rng = numpy.random.default_rng(SEED)


def squared(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2)


def arc_cost(x, y, kappa):
    t = numpy.sqrt(squared(x, y)) / kappa
    with numpy.errstate(divide="ignore"):
        return numpy.where(t < numpy.pi / 2, -2 * kappa**2 * numpy.log(numpy.cos(numpy.minimum(t, numpy.pi / 2))), numpy.inf)


def kl(r, s):
    moved = r > 0
    return float((r[moved] * numpy.log(r[moved] / s[moved])).sum() - r.sum() + s.sum())


def figures(plan, c, a, b, rho):
    moved = plan > 0
    linear = float((plan[moved] * c[moved]).sum())
    sent, received = plan.sum(axis=1), plan.sum(axis=0)
    return {
        "cost": linear + rho * kl(sent, a) + rho * kl(received, b),
        "linear": linear,
        "mass": float(plan.sum()),
        "sent": sent.tolist(),
    }


def entropic(c, a, b, rho, epsilon):
    reference = a[:, None] * b[None, :] / numpy.sqrt(a.sum() * b.sum())
    return ot.sinkhorn_unbalanced(
        a, b, c - epsilon * numpy.log(reference), epsilon, rho, numItermax=10**5, stopThr=1e-15
    )


def case(name, x, y, a, b, epsilon=None, rho=None, kappa=None):
    x, y = numpy.asarray(x, float), numpy.asarray(y, float)
    strength = kappa**2 if kappa else rho
    c = arc_cost(x, y, kappa) if kappa else squared(x, y)
    found = {}
    if epsilon is not None:
        found["sinkhorn"] = figures(entropic(c, a, b, strength, epsilon), c, a, b, strength)
    if numpy.isfinite(c).all():
        plan = ot.unbalanced.mm_unbalanced(a, b, c, strength, div="kl", numItermax=50_000, stopThr=0)
        mm = figures(plan, c, a, b, strength)
        found["mm"] = {"cost": mm["cost"], "mass": mm["mass"]}
    return {
        "name": name,
        "dim": x.shape[1],
        "source": {"points": x.ravel().tolist(), "weights": a.tolist()},
        "target": {"points": y.ravel().tolist(), "weights": b.tolist()},
        **({"kappa": kappa} if kappa else {"rho": rho}),
        **({"epsilon": epsilon} if epsilon is not None else {}),
        "found": found,
    }


def normal(n, d, scale=1.0, shift=0.0):
    return (shift + scale * rng.standard_normal((n, d))).round(6)


def weights(n, mass):
    w = rng.uniform(0.05, 1.0, n)
    return mass * w / w.sum()


grid = [[i, j] for i in range(5) for j in range(5)]

cases = [
    case("plane, masses 1 and 1", normal(20, 2), normal(25, 2, 1.5, 0.5), weights(20, 1), weights(25, 1), 0.1, rho=1),
    case("plane, masses 1 and 3", normal(25, 2), normal(20, 2, 1.2), weights(25, 1), weights(20, 3), 0.2, rho=0.5),
    case("space, masses 100 and 0.01", normal(15, 3), normal(20, 3), weights(15, 100), weights(20, 0.01), 0.5, rho=2),
    case("strong relaxation", normal(20, 2), normal(20, 2), weights(20, 1), weights(20, 1.1), 0.05, rho=0.02),
    case("weak relaxation", normal(20, 2), normal(20, 2, 1, 1), weights(20, 1), weights(20, 1), 0.5, rho=200),
    case("on the line", normal(30, 1), normal(25, 1, 1, 2), weights(30, 1), weights(25, 2), 0.3, rho=1),
    case("lattice with equal masses against itself moved by one", grid, numpy.asarray(grid) + [1, 0], numpy.ones(25), numpy.ones(25), 0.3, rho=3),
    case("Hellinger-Kantorovich, all within reach", normal(20, 2, 0.3), normal(25, 2, 0.3, 0.2), weights(20, 1), weights(25, 2), 0.2, kappa=2.0),
    case("Hellinger-Kantorovich, some pairs out of reach", normal(25, 2, 0.35), normal(20, 2, 0.35, 0.2), weights(25, 1), weights(20, 1), 0.05, kappa=0.7),
]

versions = {"pot": ot.__version__, "numpy": numpy.__version__}
path = pathlib.Path(__file__).with_name("unbalanced.json")
path.write_text(json.dumps({"seed": SEED, "versions": versions, "cases": cases}) + "\n")
