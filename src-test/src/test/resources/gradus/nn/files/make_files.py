"""Makes small files with the real libraries, and checks files that Gradus wrote.

    python3 make_files.py             makes the .npy, .npz and .safetensors files beside this script; needs numpy
    python3 make_files.py torch       makes torch.safetensors: a model, an input and its output; needs PyTorch
    python3 make_files.py FILE...     prints what numpy (or the reader below, for safetensors) finds in each file, a tensor a line

A line of the second form: name, type, shape, the sum of the numbers' bits times their place, as an unsigned 64-bit number.
"""
import json
import pathlib
import struct
import sys

import numpy as np

TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "<i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "<u1", "BOOL": "|b1", "BF16": "<u2",
}


def load_safetensors(path):
    """The published format: https://huggingface.co/docs/safetensors - 8 bytes of length, JSON, numbers."""
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    assert data[8:9] == b"{", "the header begins with {"
    metadata = header.pop("__metadata__", {})
    body = data[8 + length :]
    end = 0
    tensors = {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, stop = entry["data_offsets"]
        assert begin == end, f"{name} begins at {begin}, not {end}"
        end = stop
        array = np.frombuffer(body[begin:stop], TYPES[entry["dtype"]])
        tensors[name] = (entry["dtype"], array.reshape(entry["shape"]))
    assert end == len(body), "no bytes after the last tensor"
    return metadata, {name: tensors[name] for name in header}


def save_safetensors(path, tensors, metadata):
    header = {"__metadata__": metadata} if metadata else {}
    body = b""
    for name, (kind, array) in tensors.items():
        data = array.astype(TYPES[kind]).tobytes()
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + body)


def checksum(array):
    plain = np.ascontiguousarray(array)
    bits = plain.astype(plain.dtype.newbyteorder("<")).view(f"<u{plain.dtype.itemsize}").astype(np.uint64).ravel()
    with np.errstate(over="ignore"):
        return int((bits * (np.arange(bits.size, dtype=np.uint64) + np.uint64(1))).sum(dtype=np.uint64))


def describe(path):
    if path.endswith(".safetensors"):
        metadata, tensors = load_safetensors(path)
        if metadata:
            print("metadata", json.dumps(metadata, sort_keys=True))
    elif path.endswith(".npz"):
        with np.load(path) as arrays:
            tensors = {name: (arrays[name].dtype.newbyteorder("<").str, arrays[name]) for name in arrays.files}
    else:
        array = np.load(path)
        tensors = {"": (array.dtype.newbyteorder("<").str, array)}
    for name, (kind, array) in tensors.items():
        print(name, kind, list(array.shape), checksum(array))


def make(folder):
    ramp = np.array([[0.0, 1.5, -2.25], [3.0, -0.0, 1e-3]])
    whole = np.array([0, 1, 2, 100, 127])
    for kind in ["<f4", "<f8", ">f4", ">f8", "<f2"]:
        np.save(folder / f"floats-{'big' if kind[0] == '>' else 'little'}-{kind[1:]}.npy", ramp.astype(kind))
    for kind in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
        np.save(folder / f"whole-{kind}.npy", whole.astype(kind))
    np.save(folder / "whole-big-i4.npy", (whole - 3).astype(">i4"))
    np.save(folder / "truth.npy", np.array([True, False, True]))
    np.save(folder / "fortran.npy", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))
    np.save(folder / "scalar.npy", np.float64(2.5))
    np.save(folder / "empty.npy", np.zeros((0, 3), "<f4"))
    np.save(folder / "text.npy", np.array(["no", "numbers"]))
    for version in [(1, 0), (2, 0), (3, 0)]:
        with open(folder / f"version-{version[0]}.npy", "wb") as out:
            np.lib.format.write_array(out, ramp.astype("<f4"), version=version)
    np.savez(folder / "stored.npz", a=ramp.astype("<f4"), labels=whole)
    np.savez_compressed(folder / "deflated.npz", a=ramp.astype("<f4"), labels=whole, deep=np.zeros((64, 64)))

    state = {
        "1.weight": ("F32", np.array([1.0, 2.0, 0.5])),
        "1.running_mean": ("F32", np.array([0.25, -1.0, 3.0])),
        "1.num_batches_tracked": ("I64", np.array(7)),
        "half": ("F16", np.array([[1.5, -0.25], [65504.0, 6e-8]])),
        "brain": ("BF16", np.array([0x3F80, 0xC040, 0x7F80], dtype="<u2")),
        "bytes": ("U8", np.array([0, 255])),
        "double": ("F64", np.array([0.1, -1e300])),
    }
    save_safetensors(folder / "state.safetensors", state, {"format": "pt"})


def make_of_torch(folder):
    """Without the safetensors package, which Debian does not have: the state dict of a real model in the published format."""
    import torch

    torch.manual_seed(5)
    model = torch.nn.Sequential(
        torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 2, bias=False)
    )
    for _ in range(3):
        model(torch.randn(8, 3) * 2 + 1)
    model.eval()
    x = torch.randn(5, 3)
    tensors = dict(model.state_dict(), x=x, y=model(x).detach())
    kinds = {torch.float32: "F32", torch.int64: "I64"}
    save_safetensors(
        folder / "torch.safetensors", {name: (kinds[t.dtype], t.numpy()) for name, t in tensors.items()}, {"format": "pt"}
    )
    print("torch", torch.__version__, {name: list(t.shape) for name, t in tensors.items()})


if __name__ == "__main__":
    if sys.argv[1:] == ["torch"]:
        make_of_torch(pathlib.Path(__file__).parent)
    elif len(sys.argv) > 1:
        for path in sys.argv[1:]:
            describe(path)
    else:
        make(pathlib.Path(__file__).parent)
