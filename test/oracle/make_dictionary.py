"""Writes dictionary.json: barycentres after few iterations by POT (barycenter_unbalanced_sinkhorn) and, where rho is too
large for its powers or infinite, by the same iteration in logarithms in numpy; the published loss by 100 plain iterations, held
as hard as the barycentre and, as in the published code, with rho = 0.1; the value of unbalanced entropic transport from the
primal side, at the plan of POT's sinkhorn_unbalanced.

Costs are |w_i - w_j|^p / (0.1 max). Rows are atoms, weights and data.

Run with a Python that has python3-pot and numpy:  /usr/bin/python3 test/oracle/make_dictionary.py
"""

import json
import pathlib

import numpy
import ot

SEED = 20261122
EPSILON = 0.1
ITERATIONS = 5
HELD_LIGHTLY = 0.1
rng = numpy.random.default_rng(SEED)


def costs(positions, power):
    c = numpy.abs(positions[:, None] - positions[None, :]) ** power
    return c / (0.1 * c.max())


def spectra(count, positions):
    span = positions.max() - positions.min()
    centres = positions.min() + span * rng.random((count, 1))
    widths = span * (0.05 + 0.3 * rng.random((count, 1)))
    heights = 0.2 + rng.random((count, 1))
    return 0.02 + heights / (1 + ((positions - centres) / widths) ** 2) + 0.02 * rng.random((count, len(positions)))


def barycenter_pot(atoms, weights, c, rho):
    return ot.unbalanced.barycenter_unbalanced_sinkhorn(
        atoms.T.copy(), c, EPSILON, rho, weights=weights, numItermax=ITERATIONS, stopThr=0
    )


def log_products(c, logs):
    exponents = -c[:, :, None] / EPSILON + logs[None, :, :]
    top = exponents.max(axis=1)
    return top + numpy.log(numpy.exp(exponents - top[:, None, :]).sum(axis=1))


def barycenter_logs(atoms, weights, c, rho):
    phi = 1.0 if numpy.isinf(rho) else rho / (rho + EPSILON)
    t = 0.0 if numpy.isinf(rho) else EPSILON / (rho + EPSILON)
    log_v = numpy.zeros(atoms.T.shape)
    for _ in range(ITERATIONS):
        log_a = log_products(c, phi * (numpy.log(atoms.T) - log_products(c, log_v)))
        mean = log_a @ weights
        rest = numpy.expm1(t * (log_a - mean[:, None])) @ weights
        log_q = mean if t == 0 else mean + numpy.log1p(rest) / t
        log_v = phi * (log_q[:, None] - log_a)
    return numpy.exp(log_q)


def barycenters(atoms, weights, c, rho):
    logs = numpy.array([barycenter_logs(atoms, row, c, rho) for row in weights])
    if rho > 10:
        return logs
    pot = numpy.array([barycenter_pot(atoms, row, c, rho) for row in weights])
    assert numpy.allclose(pot, logs, rtol=1e-11)
    return pot


def plan_cost(x, q, c, rho, iterations=100):
    phi = 1.0 if numpy.isinf(rho) else rho / (rho + EPSILON)
    if numpy.isinf(rho):
        q = q * x.sum() / q.sum()
    k = (x[:, None] * q[None, :]) * numpy.exp(-c / EPSILON)
    v = numpy.ones(len(q))
    for _ in range(iterations):
        u = (x / (k @ v)) ** phi
        v = (q / (k.T @ u)) ** phi
    return float((u[:, None] * k * v[None, :] * c).sum())


def kl(r, s):
    return float((r * numpy.log(r / s)).sum() - r.sum() + s.sum())


def value(x, q, c, rho):
    reference = x[:, None] * q[None, :]
    plan = ot.sinkhorn_unbalanced(
        x, q, c - EPSILON * numpy.log(reference), EPSILON, rho, numItermax=10**5, stopThr=1e-15
    )
    relaxed = rho * kl(plan.sum(axis=1), x) + rho * kl(plan.sum(axis=0), q)
    return float((plan * c).sum()) + relaxed + EPSILON * kl(plan, reference)


def number(rho):
    return "Infinity" if numpy.isinf(rho) else rho


def case(name, positions, power):
    c = costs(positions, power)
    atoms, data = spectra(4, positions), spectra(3, positions)
    weights = rng.dirichlet(numpy.ones(4), size=3)
    results = []
    for rho in (0.1, 1.0, 1000.0, 1e5, numpy.inf):
        rows = barycenters(atoms, weights, c, rho)
        results.append(
            {
                "rho": number(rho),
                "barycenters": rows.ravel().tolist(),
                "transport": [plan_cost(x, q, c, rho) for x, q in zip(data, rows)],
                "heldLightly": [plan_cost(x, q, c, HELD_LIGHTLY) for x, q in zip(data, rows)],
                "value": [value(x, q, c, rho) for x, q in zip(data, rows)] if rho <= 1 else None,
            }
        )
    return {
        "name": name,
        "positions": positions.tolist(),
        "power": power,
        "atoms": atoms.ravel().tolist(),
        "weights": weights.ravel().tolist(),
        "data": data.ravel().tolist(),
        "results": results,
    }


cases = [
    case("equidistant bands", numpy.arange(32.0), 2),
    case("an odd number of bands", 400 + 10 * numpy.arange(25.0), 2),
    case("bands with gaps", numpy.cumsum(1 + 4 * rng.random(30)), 2),
    case("distances not squared", numpy.arange(24.0), 1),
]
path = pathlib.Path(__file__).parent / "dictionary.json"
versions = {"pot": ot.__version__, "numpy": numpy.__version__, "seed": SEED}
path.write_text(json.dumps({**versions, "epsilon": EPSILON, "iterations": ITERATIONS, "cases": cases}) + "\n")
