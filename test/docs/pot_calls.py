"""Prints what docs/coming-from.md quotes after "POT:".

Run with a Python that has python3-pot and numpy:  /usr/bin/python3 test/docs/pot_calls.py
"""

import numpy
import ot

x, a = numpy.array([[0.0, 0], [1, 0], [0, 1]]), numpy.array([0.5, 0.25, 0.25])
y, b = numpy.array([[2.0, 0], [2, 1]]), numpy.array([0.5, 0.5])
line = numpy.array([[0.0], [1], [3]])
costs = ot.dist(x, y)
tight = {"stopThr": 1e-14, "numItermax": 100_000}


def kl(r, s):
    return (r * numpy.log(r / s)).sum() - r.sum() + s.sum()


def unbalanced_objective(plan, b):
    return (plan * costs).sum() + kl(plan.sum(axis=1), a) + kl(plan.sum(axis=0), b)


sliced = ot.sliced_wasserstein_distance(x, y, a, b, n_projections=200_000, seed=0)
relaxed = ot.unbalanced.mm_unbalanced(a, 2 * b, costs, 1.0, div="kl", numItermax=50_000, stopThr=0)
within = [ot.dist(points, points, "euclidean") for points in (x, line)]

print("ot.emd2", ot.emd2(a, b, costs))
print("ot.emd", ot.emd(a, b, costs).tolist())
print("ot.sinkhorn2", ot.sinkhorn2(a, b, costs, 0.5, **tight))
print("ot.bregman.empirical_sinkhorn_divergence", ot.bregman.empirical_sinkhorn_divergence(x, y, 0.5, a=a, b=b, stopThr=1e-13, numIterMax=100_000))
print("ot.wasserstein_1d", ot.wasserstein_1d(numpy.array([0.0, 1]), numpy.array([0.0, 3]), p=2))
print("ot.sliced_wasserstein_distance", sliced, "squared", sliced**2)
print("ot.unbalanced.mm_unbalanced", unbalanced_objective(relaxed, 2 * b))
print("ot.partial.partial_wasserstein", (ot.partial.partial_wasserstein(a, b, costs, m=0.5) * costs).sum())
print("ot.gromov.gromov_wasserstein2", ot.gromov.gromov_wasserstein2(*within, a, numpy.ones(3) / 3, "square_loss"))
print("ot.lp.free_support_barycenter", ot.lp.free_support_barycenter([x, y], [a, b], numpy.array([[1.0, 0], [1, 1]]), numpy.ones(2) / 2, numItermax=1000).tolist())
