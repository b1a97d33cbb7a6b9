"""Numbers for test/learn by scikit-learn and SciPy. Run: python3 make_learn.py DIGITS_CSV > learn.json"""

import json
import sys

import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import pdist
from scipy.stats import pearsonr, spearmanr
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

random = np.random.default_rng(0)


def rounded(values, digits=6):
    return np.round(np.asarray(values, dtype=float), digits).tolist()


table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1, max_rows=300)
pixels, digit = table[:, 1:], table[:, 0].astype(int)
train, test = slice(0, 200), slice(200, 300)
centred = pixels - pixels[train].mean(axis=0)
scaled = centred / np.sqrt((centred[train] ** 2).sum(axis=1).mean())
deviation = pixels[train].std(axis=0)
standard = centred / np.where(deviation > 0, deviation, 1)
standard = standard / np.sqrt((standard[train] ** 2).sum(axis=1).mean())


def svc(x, **options):
    return SVC(**options).fit(x[train], digit[train]).predict(x[test]).tolist()


def pca(x, k):
    fitted = PCA(k, svd_solver="full").fit(x)
    return {
        "variances": fitted.explained_variance_.tolist(),
        "explained": fitted.explained_variance_ratio_.tolist(),
        "first": np.abs(fitted.components_[0]).tolist(),
    }


classes = np.repeat([0, 1, 2], [60, 50, 40])
spread = random.normal(size=(6, 6))
blobs = np.array(rounded(random.normal(size=(150, 6)) @ spread + 1.2 * random.normal(size=(3, 6))[classes]))
even, odd = slice(0, None, 2), slice(1, None, 2)


def lda(shrinkage):
    fitted = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(blobs[even], classes[even])
    return fitted.predict(blobs[odd]).tolist()


points = np.array(rounded(random.normal(size=(40, 3)) + 2 * random.normal(size=(4, 3))[np.arange(40) % 4]))
trees = {name: linkage(pdist(points), name) for name in ["ward", "average", "complete", "single"]}

plane = np.array(rounded(random.normal(size=(200, 2)) + 6 * random.normal(size=(5, 2))[np.arange(200) % 5]))
weights = np.array(rounded(random.uniform(size=200)))
weights[:10] = 0
means = KMeans(5, n_init=50, tol=0, random_state=0).fit(plane, sample_weight=weights)

gain = np.array(rounded(random.uniform(size=(7, 5))))
ties = random.integers(0, 6, size=30).astype(float)
trend = np.array(rounded(ties + random.normal(size=30)))
a, b = random.integers(0, 4, size=60), random.integers(0, 3, size=60)
b = np.where(random.uniform(size=60) < 0.6, a % 3, b)

json.dump(
    {
        "made": {
            "by": "test/oracle/make_learn.py",
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "sklearn": sklearn.__version__,
            "seed": 0,
        },
        "digits": {"rows": pixels.astype(int).tolist(), "labels": digit.tolist(), "train": 200},
        "pca": {"tall": pca(pixels, 5), "wide": pca(pixels[:40], 5)},
        "svm": {
            "linearGlobal1": svc(scaled, kernel="linear", C=1),
            "linearGlobal100": svc(scaled, kernel="linear", C=100),
            "linearStandard10": svc(standard, kernel="linear", C=10),
            "rbf10": svc(scaled, kernel="rbf", C=10, gamma=1),
        },
        "knn": KNeighborsClassifier(1, algorithm="brute").fit(pixels[train], digit[train]).predict(pixels[test]).tolist(),
        "lda": {"rows": blobs.tolist(), "labels": classes.tolist(), "s0": lda(0.0), "s3": lda(0.3)},
        "hierarchical": {
            "points": points.tolist(),
            **{name: fcluster(tree, 4, "maxclust").tolist() for name, tree in trees.items()},
        },
        "kMeans": {"points": plane.tolist(), "weights": weights.tolist(), "inertia": means.inertia_},
        "matching": {
            "gain": gain.tolist(),
            "total": float(gain[linear_sum_assignment(gain, maximize=True)].sum()),
        },
        "correlation": {
            "x": ties.tolist(),
            "y": trend.tolist(),
            "pearson": float(pearsonr(ties, trend)[0]),
            "spearman": float(spearmanr(ties, trend)[0]),
        },
        "agreement": {
            "a": a.tolist(),
            "b": b.tolist(),
            "adjustedRandIndex": adjusted_rand_score(a, b),
            "normalisedMutualInformation": normalized_mutual_info_score(a, b),
        },
    },
    sys.stdout,
)
