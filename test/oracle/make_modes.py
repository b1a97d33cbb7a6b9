"""Numbers for test/modes and test/learn by scikit-learn. Run: python3 make_modes.py > modes.json"""

import json
import sys

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.svm import SVC, LinearSVC

random = np.random.default_rng(0)
labels = np.repeat([0, 1, 2], [20, 22, 18])
spread = random.normal(size=(12, 12))
rows = np.round(random.normal(size=(60, 12)) @ spread + 3 * random.normal(size=(3, 12))[labels] + 5, 6)

pca = PCA(4, svd_solver="full").fit(rows)
sign = np.sign(pca.components_[np.arange(4), np.abs(pca.components_).argmax(axis=1)])
scores = pca.transform(rows)


def svm(scale, cost):
    """Linear C-SVC on scaled rows; weights and offsets in terms of the rows as they are."""
    mean = rows.mean(axis=0)
    scaled = (rows - mean) / scale
    length = np.sqrt((scaled**2).sum(axis=1).mean())
    fitted = SVC(kernel="linear", C=cost, tol=1e-3).fit(scaled / length, labels)
    weights = fitted.coef_ / (scale * length)
    sure = SVC(kernel="linear", C=cost, tol=1e-3, decision_function_shape="ovo").fit(scaled / length, labels)
    return {
        "weights": weights.tolist(),
        "offsets": (weights @ mean - fitted.intercept_).tolist(),
        "decisions": sure.decision_function(scaled / length).tolist(),
    }


def two_classes(cost):
    """Hinge loss by coordinate descent, the intercept as good as unpenalised, on classes 0 and 1 scaled as `fitLinearSvm` does."""
    some = rows[labels < 2]
    mean = some.mean(axis=0)
    length = np.sqrt(((some - mean) ** 2).sum(axis=1).mean())
    fitted = LinearSVC(loss="hinge", C=cost, intercept_scaling=100, tol=1e-8, max_iter=3_000_000, random_state=0)
    fitted.fit((some - mean) / length, (labels[labels < 2] == 0).astype(int))
    return (fitted.coef_[0] / length).tolist()


def lda():
    shrunk = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.3).fit(rows, labels)
    plain = LinearDiscriminantAnalysis(solver="eigen", shrinkage=None).fit(rows, labels)
    return {
        "coef": shrunk.coef_.tolist(),
        "intercept": shrunk.intercept_.tolist(),
        "axes": plain.scalings_[:, :2].T.tolist(),
    }


weights = random.normal(size=12)
score = rows @ weights

json.dump(
    {
        "made": {
            "by": "test/oracle/make_modes.py",
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "sklearn": sklearn.__version__,
            "seed": 0,
        },
        "rows": rows.tolist(),
        "labels": labels.tolist(),
        "pca": {
            "variances": pca.explained_variance_.tolist(),
            "explained": pca.explained_variance_ratio_.tolist(),
            "components": (pca.components_ * sign[:, None]).tolist(),
            "scores": (scores * sign).tolist(),
            "back": pca.inverse_transform(scores).tolist(),
        },
        "svm": {
            "global": svm(np.full(12, np.sqrt(rows.var(axis=0).sum())), 1),
            "standard": svm(rows.std(axis=0), 10),
            "twoClasses": two_classes(1),
        },
        "lda": lda(),
        "pattern": {
            "weights": weights.tolist(),
            "pattern": (np.cov(rows.T, score)[:-1, -1] / score.var(ddof=1)).tolist(),
            "deviation": float(score.std(ddof=1)),
        },
    },
    sys.stdout,
)
