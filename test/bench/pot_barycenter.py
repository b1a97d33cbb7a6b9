"""POT's side of the barycentre benchmark: the first line on stdin is the problem as JSON, each further line asks for one run.

Answers each with a line of JSON: {"seconds" (processor time), "cost" (of the result, null for unbalanced ones), "peakMegabytes"}.
With --version it answers with the version of POT.
"""

import json
import resource
import sys
import time
import warnings

try:
    import numpy
    import ot
except ImportError:
    sys.exit(1)

warnings.simplefilter("ignore")


def cloud(record, dim):
    return numpy.array(record["points"], float).reshape(-1, dim), numpy.array(record["weights"], float)


def free(task, clouds):
    (start, b) = cloud(task["start"], task["dim"])
    x, a = [points for points, _ in clouds], [weights for _, weights in clouds]
    begin = time.process_time()
    points = ot.lp.free_support_barycenter(x, a, start, b=b, numItermax=task["iterations"], stopThr=0)
    seconds = time.process_time() - begin
    costs = [ot.emd2(b, w, ot.dist(points, y), numItermax=10**8) for y, w in clouds]
    return seconds, float(numpy.mean(costs))


def fixed(task, clouds):
    points = clouds[0][0]
    atoms = numpy.array([weights for _, weights in clouds]).T
    begin = time.process_time()
    costs = ot.dist(points, points)
    options = {"numItermax": task["iterations"], "stopThr": 0}
    if task["pot"] == "unbalanced":
        ot.unbalanced.barycenter_unbalanced(atoms, costs, task["epsilon"], task["rho"], **options)
        return time.process_time() - begin, None
    q = ot.bregman.barycenter(atoms, costs, task["epsilon"], method=task["pot"], **options)
    seconds = time.process_time() - begin
    q = q / q.sum()
    return seconds, float(numpy.mean([ot.emd2(a / a.sum(), q, costs, numItermax=10**8) for a in atoms.T]))


def run(task, clouds):
    seconds, cost = (free if task["kind"] == "free" else fixed)(task, clouds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cost": cost, "peakMegabytes": peak}


def answer(line):
    print(line, flush=True)


if "--version" in sys.argv:
    answer(ot.__version__)
    sys.exit(0)
task = json.loads(sys.stdin.readline())
clouds = [cloud(record, task["dim"]) for record in task["measures"]]
answer("ready")
for _ in sys.stdin:
    answer(json.dumps(run(task, clouds)))
