"""Domain adaptation by POT: images of source rows and of rows outside, for three plans. Writes adaptation.json.

    /usr/bin/python3 test/oracle/make_adaptation.py   (Debian 12: python3-pot 0.8.2, numpy 1.24, scikit-learn 1.2)
"""

import json
import pathlib

import numpy as np
import ot

rng = np.random.default_rng(20260101)
n, m, d, classes = 24, 30, 3, 3
centres = np.array([[0.0, 0.0, 0.0], [1.5, 0.3, 0.0], [0.0, 1.5, 0.5]])
labels = np.arange(n) % classes
source = centres[labels] + 0.6 * rng.standard_normal((n, d))
hidden = np.arange(m) % classes
linear = np.array([[1.2, 0.4, 0.0], [0.4, 0.9, 0.1], [0.0, 0.1, 1.1]])
target = centres[hidden] @ linear + np.array([1.0, -0.5, 0.3]) + 0.5 * rng.standard_normal((m, d))
fresh = centres[[0, 1, 2, 0]] + 0.6 * rng.standard_normal((4, d))

EPSILON, CLASS_WEIGHT, OUTER = 0.5, 0.1, 10


def images(transport):
    transport.fit(Xs=source, ys=labels, Xt=target)
    return {
        "plan": transport.coupling_.tolist(),
        "images": transport.transform(Xs=source).tolist(),
        "fresh": transport.transform(Xs=fresh).tolist(),
    }


def class_plan():
    """sinkhorn_lpl1_mm with entropic problems solved to the end."""
    a, b = np.full(n, 1 / n), np.full(m, 1 / m)
    costs = ot.dist(source, target)
    plan = ot.da.sinkhorn_lpl1_mm(
        a, labels, b, costs, EPSILON, eta=CLASS_WEIGHT, numItermax=OUTER, numInnerItermax=100000, stopInnerThr=1e-13
    )
    error = abs(plan.sum(1) - a).sum() + abs(plan.sum(0) - b).sum()
    if error > 1e-11:
        raise SystemExit(f"the class plan of POT ends with marginal errors of {error}")
    return plan


result = {
    "versions": {"pot": ot.__version__, "numpy": np.__version__},
    "source": source.tolist(),
    "labels": labels.tolist(),
    "target": target.tolist(),
    "fresh_rows": fresh.tolist(),
    "epsilon": EPSILON,
    "class_weight": CLASS_WEIGHT,
    "outer": OUTER,
    "exact": images(ot.da.EMDTransport()),
    "entropic": images(ot.da.SinkhornTransport(reg_e=EPSILON, max_iter=20000, tol=1e-12)),
    "class": {"plan": class_plan().tolist()},
}
path = pathlib.Path(__file__).with_name("adaptation.json")
path.write_text(json.dumps(result) + "\n")
