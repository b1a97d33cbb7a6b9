"""Writes test/oracle/mat.json: small MATLAB 5 files, and what scipy.io.loadmat reads from them.

Most files are written by SciPy; what it never writes (big-endian files, numbers in a smaller type than their class, small
data elements, int64 beyond 2^53, opaque objects) is put together here, and read by SciPy all the same.

Run: python3 make_mat.py > mat.json
"""
import base64
import io
import json
import struct
import sys
import zlib

import numpy as np
import scipy
import scipy.io

rng = np.random.default_rng(5)
INT8, UINT8, INT16, UINT16, INT32, UINT32, SINGLE, DOUBLE, INT64, UINT64 = 1, 2, 3, 4, 5, 6, 7, 9, 12, 13
MATRIX, COMPRESSED, UTF8 = 14, 15, 16
DTYPES = {INT8: "i1", UINT8: "u1", INT16: "i2", UINT16: "u2", INT32: "i4", UINT32: "u4", SINGLE: "f4",
          DOUBLE: "f8", INT64: "i8", UINT64: "u8"}


def element(order, kind, data, small=False):
    if small:
        assert len(data) <= 4
        return struct.pack(order + "I", len(data) << 16 | kind) + data.ljust(4, b"\0")
    return struct.pack(order + "II", kind, len(data)) + data + bytes(-len(data) % 8)


def numbers(order, kind, array, small=False):
    return element(order, kind, np.asarray(array).astype(order + DTYPES[kind]).tobytes("F"), small)


def matrix(order, name, kind, code, array, flags=0, small=False):
    name = name.encode()
    return element(order, MATRIX, b"".join([
        element(order, UINT32, struct.pack(order + "II", flags | code, 0)),
        numbers(order, INT32, array.shape),
        element(order, INT8, name, small=len(name) <= 4),
        numbers(order, kind, array, small),
    ]))


def file(order, *elements):
    head = b"MATLAB 5.0 MAT-file, put together".ljust(124) + struct.pack(order + "H", 0x0100)
    return head + (b"IM" if order == "<" else b"MI") + b"".join(elements)


def compressed(order, data):
    packed = zlib.compress(data)
    return struct.pack(order + "II", COMPRESSED, len(packed)) + packed


def scipy_file(variables, **options):
    out = io.BytesIO()
    scipy.io.savemat(out, variables, **options)
    data = bytearray(out.getvalue())
    data[0:116] = b"MATLAB 5.0 MAT-file, by SciPy".ljust(116)  # without the date
    return bytes(data)


cube = rng.integers(-300, 300, (3, 4, 5))
classes = {
    name: rng.integers(0 if name.startswith("u") else -100, 100, (2, 3, 2)).astype(name)
    for name in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
}
floats = {"single": rng.normal(size=(2, 3)).astype("f4"), "double": rng.normal(size=(2, 3, 2))}
special = np.array([[np.nan, np.inf, -np.inf], [-0.0, 5e-324, 1.7976931348623157e308]])
others = {
    "text": "abc",
    "cells": np.array([[np.ones((2, 2)), "x"]], dtype=object),
    "record": {"a": np.eye(2), "b": {"c": np.arange(3)}},
    "sparse": scipy.sparse.csc_matrix(np.eye(3)),
    "complex": np.array([[1 + 2j, 3]]),
}
mixed = {**others, "cube": cube.astype("i2"), "flags": np.array([[True, False], [False, True]]), "empty": np.zeros((0, 3))}
wide = rng.normal(size=(5, 6, 7))

opaque = lambda order: element(order, MATRIX, b"".join([
    element(order, UINT32, struct.pack(order + "II", 17, 0)),
    element(order, INT8, b"when", small=True),
    element(order, INT8, b"MCOS", small=True),
    element(order, INT8, b"datetime"),
    matrix(order, "", UINT32, 13, np.array([[1, 2]])),
]))

files = {
    "classes": scipy_file({**classes, **floats, "special": special}),
    "classesCompressed": scipy_file({**classes, **floats, "special": special}, do_compression=True),
    "mixed": scipy_file(mixed),
    "mixedCompressed": scipy_file(mixed, do_compression=True),
    "wideCompressed": scipy_file({"wide": wide}, do_compression=True),
    "long": scipy_file({"a_name_of_thirty_one_characters": np.ones((1, 1, 1, 1, 2))}),
    "none": scipy_file({}),
}
for name, order in (("little", "<"), ("big", ">")):
    small = [
        matrix(order, "doubleInUint8", UINT8, 6, np.arange(24).reshape(2, 3, 4)),
        matrix(order, "doubleInInt16", INT16, 6, cube),
        matrix(order, "small", UINT8, 6, np.array([[1, 2, 3]]), small=True),
        matrix(order, "sml", INT16, 10, np.array([[-5], [7]]), small=True),
        matrix(order, "logical", UINT8, 9, np.array([[1, 0, 1]]), flags=0x0200),
        matrix(order, "global", DOUBLE, 6, np.array([[0.5]]), flags=0x0400),
        matrix(order, "long", INT64, 14, np.array([[-(2**53) + 1, 2**53 - 1]])),
        matrix(order, "single", SINGLE, 7, np.array([[0.1, -2.5]])),
        matrix(order, "unsigned", UINT32, 13, np.array([[2**32 - 1]])),
    ]
    files[name] = file(order, *small)
    files[name + "Compressed"] = file(order, *(compressed(order, one) for one in small))

beyond = file("<", matrix("<", "id", INT64, 14, np.array([[2**53 + 1, 0]])))
with_object = file("<", opaque("<"), matrix("<", "cube", INT16, 10, cube))


def number_text(x):
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(repr(x), repr(x))


def described(data):
    read = scipy.io.loadmat(io.BytesIO(data), squeeze_me=False)
    names = {name: kind for name, _, kind in scipy.io.whosmat(io.BytesIO(data))}
    variables = []
    for name, kind in names.items():
        value = read[name]
        real = isinstance(value, np.ndarray) and value.dtype.kind in "iufb" and kind != "char"
        variables.append({
            "name": name,
            "class": kind,
            "shape": list(value.shape) if real else None,
            "values": [number_text(float(x)) for x in value.ravel("F")] if real else None,
        })
    return variables


def entry(data, variables):
    return {"base64": base64.b64encode(data).decode(), "variables": variables}


json.dump({
    "about": f"SciPy {scipy.__version__}, NumPy {np.__version__}, seed 5; values column by column, as text that gives the same double",
    "files": {name: entry(data, described(data)) for name, data in files.items()},
    "beyond": base64.b64encode(beyond).decode(),
    "withObject": base64.b64encode(with_object).decode(),
}, sys.stdout, indent=1)
