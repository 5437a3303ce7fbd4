#!/usr/bin/env python3
"""Makes assets/encoders/use-lite/use-lite.f16.safetensors from the float32 conversion of Universal Sentence Encoder Lite.

Matrices are rounded to float16 (to nearest, ties to even); vectors (biases, norms, the position timescales) stay float32:
they are 0.3 % of the numbers, and a rounded timescale would turn the position of the last token by 0.06 radians.

Usage: eng/convert-use-lite.py use-lite.safetensors assets/encoders/use-lite/use-lite.f16.safetensors
"""
import array
import hashlib
import json
import os
import struct
import sys

SOURCE_SHA256 = "dab6ba028e7a157d481e9767ffdc8717f92b915ef89a6eeac3386b072115e593"


def main(source: str, target: str) -> None:
    with open(source, "rb") as file:
        content = file.read()
    found = hashlib.sha256(content).hexdigest()
    if found != SOURCE_SHA256:
        sys.exit(f"{source}: expected SHA-256 {SOURCE_SHA256}, found {found}")

    length = struct.unpack_from("<Q", content)[0]
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = []
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = array.array("f", content[8 + length + begin:8 + length + end])
        is_matrix = len(entry["shape"]) > 1
        data = struct.pack(f"<{len(values)}{'e' if is_matrix else 'f'}", *values)
        tensors.append((name, "F16" if is_matrix else "F32", entry["shape"], data))

    tensors.sort(key=lambda tensor: (tensor[1] != "F32", tensor[0]))  # wide elements first: all are aligned
    metadata |= {"precision": "matrices float16, vectors float32; compute in float32", "source_sha256": SOURCE_SHA256}
    described, offset = {"__metadata__": dict(sorted(metadata.items()))}, 0
    for name, dtype, shape, data in tensors:
        described[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)

    text = json.dumps(described, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(target + ".tmp", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(tensor[3] for tensor in tensors))
    os.replace(target + ".tmp", target)
    with open(target, "rb") as file:
        print(f"{hashlib.sha256(file.read()).hexdigest()}  {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
