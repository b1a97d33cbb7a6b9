"""What NumPy reads of an archive of this project's. Writes archives.json.

    node test/oracle/make-archive.mjs /tmp/archive.npz && /usr/bin/python3 test/oracle/make_archives.py /tmp/archive.npz
    (after npm run build; Debian 12: numpy 1.24)
"""

import hashlib
import json
import pathlib
import sys
import zipfile

import numpy as np

path = sys.argv[1]
assert zipfile.ZipFile(path).testzip() is None
archive = np.load(path)
arrays = {}
for key in archive.files:
    if key == "model.json":
        continue
    array = archive[key]
    arrays[key] = {"shape": list(array.shape), "type": array.dtype.str, "values": array.ravel().tolist()}
out = {
    "numpy": np.__version__,
    "sha256": hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest(),
    "json": json.loads(archive["model.json"]),
    "arrays": arrays,
}
pathlib.Path(__file__).with_name("archives.json").write_text(json.dumps(out, indent=1) + "\n")
