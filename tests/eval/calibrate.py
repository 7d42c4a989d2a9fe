"""Fit the confidence: `make calibrate`. What it prints is measured on questions that were not fitted on."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC

from tutor.answer.answering import PLAIN_WISH, find
from tutor.answer.confidence import FIT_FILE, Signals, measure
from tutor.encoder.opening import open_encoder
from tutor.library.opening import open_library, place_of
from tutor.notes.folder import resolve_root
from tutor.paths import Paths

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_TARGET = _ROOT / "tutor" / "answer" / FIT_FILE
_C, _GAMMA = 0.5, 0.06
# What a step of these signals counts, the others' being 1: a question of another field is told by nothing so plainly as
# by how far it is from all facts, and there are not enough long ones here to learn much from the number of words.
_COUNTS = {"closeness": 1.5, "topics": 0.6}
_STEPS = np.array([_COUNTS.get(signal.name, 1.0) for signal in fields(Signals)])
_FOLDS, _SEEDS = 10, (1, 2, 3)
# Of the questions that the notes answer, these shares may be refused, and be shown with a word of doubt or refused.
_REFUSED, _DOUBTED = 0.03, 0.15


def main() -> int:
    """Fit on the labelled questions, print what cross-validation says of it, and write the fit."""
    items = [json.loads(line) for line in (_HERE / "labelled.jsonl").read_text("utf-8").splitlines()]
    fingerprint, signals = _signals(items)
    labels = np.array([item["label"] for item in items])
    truth = labels == "answered"
    values = np.mean([_out_of_fold(signals, truth, seed) for seed in _SEEDS], axis=0)
    logistic = LogisticRegression().fit(values[:, None], truth)
    unseen = logistic.predict_proba(values[:, None])[:, 1]
    absent, doubtful = (float(np.quantile(unseen[truth], share)) for share in (_REFUSED, _DOUBTED))
    _report(unseen, labels, absent, doubtful)
    fit = _fit(signals, truth) | {
        "fingerprint": fingerprint,
        "slope": round(-float(logistic.coef_[0, 0]), 5),
        "offset": round(-float(logistic.intercept_[0]), 5),
        "absent": round(absent, 4),
        "doubtful": round(doubtful, 4),
    }
    _TARGET.write_text(json.dumps(fit) + "\n", "utf-8")
    print(f"written: {_TARGET.relative_to(_ROOT)}")
    return 0


def _signals(items: Sequence[dict[str, Any]]) -> tuple[str, Any]:
    paths = Paths.from_environ(os.environ)
    encoder = open_encoder("", paths, _say, lambda *_: None, is_for_many=True)
    place = place_of(resolve_root(_ROOT / "corpus"), paths, os.environ)
    rows = []
    with open_library(place, encoder, _say, lambda *_: None) as library:
        for item in items:
            query, hits = find(library, encoder, item["q"], PLAIN_WISH)
            rows.append(astuple(measure(library, encoder, query, hits)))
    return encoder.identity.fingerprint, np.array(rows)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _machine() -> Pipeline:
    return make_pipeline(StandardScaler(), FunctionTransformer(_weighed), SVC(C=_C, gamma=_GAMMA))


def _weighed(scaled: Any) -> Any:
    return scaled * _STEPS


def _out_of_fold(signals: Any, truth: Any, seed: int) -> Any:
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    return cross_val_predict(_machine(), signals, truth, cv=folds, method="decision_function")


def _report(unseen: Any, labels: Any, absent: float, doubtful: float) -> None:
    for label in ("answered", "same-field", "other-field"):
        p = unseen[labels == label]
        shares = f"refused {np.mean(p < absent):.2f}  doubtful {np.mean((p >= absent) & (p < doubtful)):.2f}"
        area = "" if label == "answered" else f"  area under the curve {_area(unseen[labels == 'answered'], p):.3f}"
        print(f"{label:12s} n={len(p):3d}  {shares}{area}")


def _area(high: Any, low: Any) -> float:
    """Return how often a question that is answered scores above one that is not."""
    return float(np.mean([(h > low).mean() + (h == low).mean() / 2 for h in high]))


def _fit(signals: Any, truth: Any) -> dict[str, Any]:
    machine = _machine().fit(signals, truth)
    scaler, svc = machine[0], machine[2]
    return {
        "mean": [round(float(x), 5) for x in scaler.mean_],
        "scale": [round(float(x), 5) for x in scaler.scale_ / _STEPS],
        "gamma": _GAMMA,
        "vectors": [[round(float(x), 4) for x in row] for row in svc.support_vectors_],
        "weights": [round(float(x), 4) for x in svc.dual_coef_[0]],
        "intercept": round(float(svc.intercept_[0]), 5),
    }


if __name__ == "__main__":
    sys.exit(main())
