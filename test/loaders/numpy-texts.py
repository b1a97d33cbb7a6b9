"""Writes test/loaders/numpy-texts.ts: arrays of texts as NumPy saves them. Run: python3 numpy-texts.py > numpy-texts.ts"""
import base64, io, json
import numpy as np

CASES = [["a"], ["one", "", "größer"], ["\U0001d11e clef", "日本"], ["x" * 40, "y"]]

def saved(texts):
    out = io.BytesIO()
    np.save(out, np.array(texts))
    return base64.b64encode(out.getvalue()).decode()

print(f"/** Texts, and the NPY file that NumPy {np.__version__} saves of them, by numpy-texts.py. */")
print("export const NUMPY_TEXTS: readonly (readonly [readonly string[], string])[] = [")
for texts in CASES:
    print(f"  [{json.dumps(texts)}, {json.dumps(saved(texts))}],")
print("];")
