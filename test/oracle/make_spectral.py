"""Writes spectral.json: spectral clusterings and purity by scikit-learn and SciPy.

Run with a Python that has numpy, scipy and scikit-learn:  /usr/bin/python3 test/oracle/make_spectral.py
"""

import json
import pathlib

import numpy
import scipy
import sklearn
from scipy.linalg import eigh
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import KMeans, SpectralClustering
from sklearn.neighbors import kneighbors_graph

SEED = 20251122
random = numpy.random.default_rng(SEED)


def blobs(sizes, dim, spread):
    """Rows around random directions, of random length: cosine has to undo the lengths."""
    centres = random.uniform(0, 1, (len(sizes), dim))
    classes = numpy.repeat(numpy.arange(len(sizes)), sizes)
    rows = centres[classes] + spread * random.normal(size=(len(classes), dim))
    rows = numpy.round(rows * random.uniform(0.2, 5, (len(classes), 1)), 5)
    return rows, classes


def graph(rows, neighbours):
    unit = rows / numpy.linalg.norm(rows, axis=1, keepdims=True)
    near = kneighbors_graph(unit, neighbours, include_self=True).toarray()
    joined = numpy.maximum(near, near.T)
    numpy.fill_diagonal(joined, 0)
    return joined


def case(rows, classes, clusters, neighbours):
    joined = graph(rows, neighbours)
    degree = joined.sum(axis=1)
    laplacian = numpy.eye(len(rows)) - joined / numpy.sqrt(numpy.outer(degree, degree))
    values, vectors = eigh(laplacian)
    count = max(clusters, connected_components(joined)[0])
    embedding = vectors[:, :count]
    embedding /= numpy.linalg.norm(embedding, axis=1, keepdims=True)
    means = KMeans(clusters, n_init=50, random_state=0).fit(embedding)
    whole = SpectralClustering(clusters, affinity="precomputed", n_init=50, random_state=0)
    return {
        "rows": rows.tolist(),
        "classes": classes.tolist(),
        "clusters": clusters,
        "neighbours": neighbours,
        "edges": int(joined.sum() / 2),
        "components": int(connected_components(joined)[0]),
        "eigenvalues": values[:count].tolist(),
        "inertia": means.inertia_,
        "labels": means.labels_.tolist(),
        "sklearn": whole.fit_predict(joined).tolist(),
    }


def purity(classes, clusters):
    return float(
        sum(numpy.bincount(classes[clusters == c]).max() for c in numpy.unique(clusters)) / len(classes)
    )


classes = random.integers(0, 4, 60)
clusters = random.integers(0, 9, 60)
numbers = {
    "seed": SEED,
    "versions": {"numpy": numpy.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
    "small": case(*blobs([30, 20, 25], 5, 0.35), 3, 12),
    "connected": case(*blobs([150, 100, 80, 70], 4, 0.13), 4, 20),
    "twoPieces": case(*blobs([150, 100, 80, 70], 4, 0.1), 4, 12),
    "pieces": case(*blobs([120, 100, 60, 40, 20], 6, 0.01), 3, 10),
    "purity": {
        "classes": classes.tolist(),
        "clusters": clusters.tolist(),
        "value": purity(classes, clusters),
    },
}
pathlib.Path(__file__).with_name("spectral.json").write_text(json.dumps(numbers))
