"""Class barycentre references by the scheme of pyLOT, for test/lot/class-barycenters.test.ts.

As in pyLOT (Linwu, Khurana, Karris and Cloninger 2025): each round embeds ALL clouds at EVERY class mean and takes the
block of a class at its own mean. The library embeds the members of a class only; the means have to be the same.

python3 test/oracle/make_class_barycenters.py > test/oracle/class-barycenters.json
Debian 12: python 3.11, POT 0.8.2, numpy 1.24.
"""

import json

import numpy as np
import ot

ROUNDS = 3


def images(sigma, masses, cloud, weights):
    """Barycentric projection of the exact plan."""
    cost = ot.dist(sigma, cloud, metric="sqeuclidean")
    plan = ot.emd(masses, weights, cost, numItermax=1_000_000)
    return plan @ cloud / masses[:, None]


def embed(sigma, masses, clouds):
    return np.array([images(sigma, masses, points, weights) for points, weights in clouds])


def main():
    rng = np.random.default_rng(7)
    labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 0]
    centres = 3 * rng.normal(size=(3, 2))
    clouds = []
    for label in labels:
        count = int(rng.integers(9, 16))
        weights = 0.2 + rng.random(count)
        clouds.append((centres[label] + rng.normal(size=(count, 2)), weights / weights.sum()))
    start = rng.normal(size=(10, 2))
    start_masses = 0.5 + rng.random(10)
    start_masses /= start_masses.sum()
    rows = embed(start, start_masses, clouds)
    of = [[s for s, label in enumerate(labels) if label == c] for c in range(3)]
    means = [rows[members].mean(axis=0) for members in of]
    rounds = [means]
    for _ in range(ROUNDS - 1):
        blocks = [embed(mean, start_masses, clouds) for mean in means]
        means = [blocks[c][of[c]].mean(axis=0) for c in range(3)]
        rounds.append(means)
    print(
        json.dumps(
            {
                "labels": labels,
                "clouds": [{"points": p.tolist(), "weights": w.tolist()} for p, w in clouds],
                "start": {"points": start.tolist(), "weights": start_masses.tolist()},
                "rounds": [[mean.tolist() for mean in means] for means in rounds],
            }
        )
    )


main()
