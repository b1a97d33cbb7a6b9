"""Times POT on the problems given as JSON on stdin; writes {"seconds", "costs", "peakMegabytes"} as JSON."""

import json
import resource
import sys
import time

import numpy
import ot

task = json.load(sys.stdin)
dim = task["dim"]


def cloud(record):
    points = numpy.array(record["points"], float).reshape(-1, dim)
    weights = numpy.array(record["weights"], float)
    return points, weights / weights.sum()


pairs = [(cloud(source), cloud(target)) for source, target in task["pairs"]]
seconds, costs = [], []
for _ in range(task["repetitions"]):
    start = time.perf_counter()
    costs = []
    for (x, a), (y, b) in pairs:
        _, log = ot.emd(a, b, ot.dist(x, y), numItermax=10**8, log=True)
        costs.append(log["cost"])
    seconds.append(time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
json.dump({"seconds": seconds, "costs": costs, "peakMegabytes": peak}, sys.stdout)
