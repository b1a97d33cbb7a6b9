"""Energy distances, exact permutation p-values and binomial intervals by SciPy. Writes hypothesis.json.

    /usr/bin/python3 test/oracle/make_hypothesis.py   (Debian 12: scipy 1.10, numpy 1.24)
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20260102)

cases = []
for sizes, shift in (((4, 5), 0.8), ((3, 6), 0.0), ((5, 5), 2.0)):
    x = rng.standard_normal(sizes[0])
    y = rng.standard_normal(sizes[1]) + shift
    test = stats.permutation_test(
        (x, y),
        lambda u, v: stats.energy_distance(u, v) ** 2,
        permutation_type="independent",
        n_resamples=np.inf,
        alternative="greater",
        vectorized=False,
    )
    cases.append(
        {
            "x": x.tolist(),
            "y": y.tolist(),
            "energy": float(stats.energy_distance(x, y) ** 2),
            "p_value": float(test.pvalue),
            "divisions": int(len(test.null_distribution)),
        }
    )


def anova_share():
    """Adjusted R^2 of a one-way analysis of variance, by its F."""
    groups = [rng.standard_normal(size) + mean for size, mean in ((6, 0.0), (8, 1.0), (5, 0.4))]
    f = stats.f_oneway(*groups).statistic
    k, n = len(groups), sum(len(g) for g in groups)
    r2 = f * (k - 1) / (f * (k - 1) + n - k)
    return {"groups": [g.tolist() for g in groups], "adjusted_r2": float(1 - (1 - r2) * (n - 1) / (n - k))}


intervals = [
    {
        "hits": hits,
        "trials": trials,
        "confidence": confidence,
        "lower": float(ci.low),
        "upper": float(ci.high),
    }
    for hits, trials, confidence in (
        (0, 10, 0.95),
        (10, 10, 0.95),
        (3, 20, 0.9),
        (17, 20, 0.95),
        (0, 9999, 0.95),
        (49, 999, 0.99),
        (5000, 9999, 0.95),
        (9990, 9999, 0.95),
        (12, 200, 0.95),
    )
    for ci in [stats.binomtest(hits, trials).proportion_ci(confidence, method="exact")]
]

result = {
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
    "cases": cases,
    "anova": anova_share(),
    "intervals": intervals,
}
path = pathlib.Path(__file__).with_name("hypothesis.json")
path.write_text(json.dumps(result) + "\n")
