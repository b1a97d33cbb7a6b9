"""Optimal costs of the random problems of test/transport/fuzz: by POT, on the line by exact arithmetic.

    npm run bench:build
    node node_modules/.bench/test/transport/fuzz/write-problems.js FILE 10000
    /usr/bin/python3 test/oracle/make_random_problems.py FILE

writes random-problems.npy (a cost for every seed; NaN where there is none to trust) and random-problems.json (the
versions, a hash of every block of problems, and why costs are missing).

Squared distances are sums of squared differences, so offsets cost no digits; coordinates are first multiplied by a
power of two that brings their differences to about 1, which is exact. Points without mass are left out. A cost is kept
only if POT's own potentials, made feasible, prove it up to rounding.
"""

import hashlib
import json
import math
import pathlib
import sys
import warnings

import numpy
import ot

BLOCK = 500
# What POT's plan may cost above what its potentials prove: relative, and in units of mass times largest cost.
RELATIVE_GAP = 2e-10
ROUNDING_GAP = 4e-15


def problems(data):
    at = 0
    while at < len(data):
        head = numpy.frombuffer(data, numpy.float64, 4, at)
        seed, dim, n, m = (int(value) for value in head)
        numbers = numpy.frombuffer(data, numpy.float64, (n + m) * (dim + 1), at + 32)
        end = at + 32 + numbers.nbytes
        x, y, a, b = numpy.split(numbers, numpy.cumsum([n * dim, m * dim, n]))
        yield data[at:end], seed, x.reshape(n, dim), y.reshape(m, dim), a, b
        at = end


def whole(values):
    """The values as integers over a common power of two, exactly."""
    ratios = [float(value).as_integer_ratio() for value in values]
    common = max(bottom for _, bottom in ratios)
    return [top * (common // bottom) for top, bottom in ratios], common


def on_the_line(x, y, a, b):
    """Equal quantiles to equal quantiles, in integers; masses of b are scaled to the total of a."""
    places, unit = whole(numpy.concatenate([x, y]))
    masses, mass_unit = whole(numpy.concatenate([a, b]))
    n = len(x)
    total_a, total_b = sum(masses[:n]), sum(masses[n:])
    source = sorted((p, w * total_b) for p, w in zip(places[:n], masses[:n]) if w)
    target = sorted((p, w * total_a) for p, w in zip(places[n:], masses[n:]) if w)
    cost, i, j = 0, 0, 0
    left, room = source[0][1], target[0][1]
    while True:
        moved = min(left, room)
        cost += moved * (source[i][0] - target[j][0]) ** 2
        left, room = left - moved, room - moved
        if left == 0:
            i += 1
            if i == len(source):
                break
            left = source[i][1]
        if room == 0:
            j += 1
            room = target[j][1]
    return quotient(cost, total_b * mass_unit * unit**2)


def quotient(top, bottom):
    """top / bottom as a double, also where both are too large for one."""
    try:
        return top / bottom
    except OverflowError:
        shift = max(top.bit_length(), bottom.bit_length()) - 900
        return (top >> shift) / (bottom >> shift)


def power_of_two(size):
    return 2.0 ** -math.frexp(size)[1] if size > 0 else 1.0


def by_pot(x, y, a, b):
    """@returns the cost and None, or None and the reason."""
    x, a, y, b = x[a > 0], a[a > 0], y[b > 0], b[b > 0]
    everything = numpy.vstack([x, y])
    factor = power_of_two(float(numpy.ptp(everything, axis=0).max()))
    differences = (x[:, None, :] - y[None, :, :]) * factor
    cost = (differences**2).sum(axis=2)
    mass = math.fsum(a)
    a, b = a / mass, b / math.fsum(b)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plan, log = ot.emd(a, b, cost, numItermax=10**7, log=True)
    if log["warning"]:
        return None, "POT warns: " + log["warning"].split(".")[0]
    marginal = max(abs(plan.sum(axis=1) - a).max(), abs(plan.sum(axis=0) - b).max())
    if marginal > 1e-12:
        return None, "POT's plan has other marginals"
    upper = math.fsum((plan * cost).ravel())
    g = (cost - log["u"][:, None]).min(axis=0)
    f = (cost - g[None, :]).min(axis=1)
    lower = math.fsum(f * a) + math.fsum(g * b)
    if upper - lower > RELATIVE_GAP * upper + ROUNDING_GAP * cost.max():
        return None, "POT's potentials do not prove its plan optimal"
    return upper * mass / factor / factor, None


def main(path):
    data = pathlib.Path(path).read_bytes()
    costs, hashes, missing = [], [], {}
    digest = hashlib.sha256()
    for record, seed, x, y, a, b in problems(data):
        assert seed == len(costs)
        digest.update(record)
        if x.shape[1] == 1:
            cost, reason = on_the_line(x[:, 0], y[:, 0], a, b), None
        else:
            cost, reason = by_pot(x, y, a, b)
        if reason:
            missing.setdefault(reason, []).append(seed)
        costs.append(math.nan if reason else cost)
        if len(costs) % BLOCK == 0:
            hashes.append(digest.hexdigest())
            digest = hashlib.sha256()
    folder = pathlib.Path(__file__).parent
    numpy.save(folder / "random-problems.npy", numpy.array(costs))
    about = {
        "versions": {"pot": ot.__version__, "numpy": numpy.__version__, "python": sys.version.split()[0]},
        "count": len(costs),
        "block": BLOCK,
        "missing": missing,
        "sha256": hashes,
    }
    (folder / "random-problems.json").write_text(json.dumps(about, indent=2) + "\n")
    for reason, seeds in missing.items():
        print(f"{len(seeds)} without a cost: {reason}")


main(sys.argv[1])
