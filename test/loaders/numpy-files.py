"""Writes test/loaders/numpy-files.ts: small files from NumPy itself, as base64. Run: python numpy-files.py > numpy-files.ts"""
import base64, io, zipfile
import numpy as np

def npy(array, order=None):
    out = io.BytesIO()
    np.save(out, np.asfortranarray(array) if order == "F" else array, allow_pickle=True)
    return out.getvalue()

def npz(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return out.getvalue()

class Pipe(io.RawIOBase):
    """Cannot be rewound: sizes and checksums follow the members."""
    def __init__(self):
        self.data = bytearray()
    def writable(self):
        return True
    def write(self, data):
        self.data += data
        return len(data)

def streamed(**arrays):
    out = Pipe()
    np.savez_compressed(out, **arrays)
    return bytes(out.data)

def zip64(**arrays):
    """As if every size and offset over 8 took 64 bits."""
    limit, zipfile.ZIP64_LIMIT = zipfile.ZIP64_LIMIT, 8
    data = npz(np.savez_compressed, **arrays)
    zipfile.ZIP64_LIMIT = limit
    return data

grid = np.arange(6).reshape(2, 3)
cube = np.arange(24).reshape(2, 4, 3) / 4
files = {
    "float64": npy(grid / 4),
    "float64Fortran": npy(cube, "F"),
    "float64Big": npy((grid / 4).astype(">f8")),
    "float32": npy((grid / 4).astype("f4")),
    "float16": npy((grid / 4).astype("f2")),
    "int64": npy(grid.astype("i8")),
    "int16Big": npy(grid.astype(">i2")),
    "uint8": npy(grid.astype("u1")),
    "bool": npy(grid % 2 == 0),
    "scalar": npy(np.float64(3)),
    "huge": npy(np.array([[2**60, 1]])),
    "complex": npy(grid * 1j),
    "objects": npy(np.array([[1, None]], dtype=object)),
    "record": npy(np.array([(1.0, 2.0)], dtype=[("x", "f8"), ("y", "f8")])),
    "texts": npy(np.array(["a", "ü", "ccc"])),
    "emoji": npy(np.array(["a\U0001f400", "b", "c"])),
    "stacked": npz(np.savez_compressed, points=cube, labels=np.array([7, 3]), names=np.array(["p", "q"])),
    "ragged": npz(np.savez, points=np.arange(10.0).reshape(5, 2), offsets=np.array([0, 2, 5]),
                  weights=np.array([1.0, 3, 0, 2, 2]), note=np.array([1])),
    "keyed": npz(np.savez, b=np.ones((2, 2)), a=np.zeros((3, 2)), labels=np.array(["x", "y"])),
    "streamed": streamed(b=np.arange(4.0).reshape(2, 2), a=np.ones((1, 2))),
    "zip64": zip64(b=np.arange(4.0).reshape(2, 2), a=np.ones((1, 2))),
}
print(f"/** Files written by NumPy {np.__version__} (numpy-files.py), as base64. */")
print("export const NUMPY_FILES = {")
for name, data in files.items():
    print(f'  {name}:\n    "{base64.b64encode(data).decode()}",')
print("} as const;")
