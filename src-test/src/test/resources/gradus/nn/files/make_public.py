"""Makes landmarks.safetensors and detector.npz: two public networks that others trained, as state dicts of PyTorch modules
of the same architectures, beside an input x and the output y.

    python3 make_public.py PACKAGE      PACKAGE is the unpacked folder of the npm package below; needs PyTorch (1.13)

The weights are model/face_landmark_68_tiny_model.bin and model/tiny_face_detector_model.bin of the npm package
@vladmandic/face-api 1.7.15 (MIT license, Vladimir Mandic), which has them from face-api.js (MIT license, Vincent Mühler);
public-networks.LICENSE beside this script has the text. The code here is our own, and so is the picture: a face is drawn.

The package stores a weight as a whole number of 8 bits, value = min + scale * number, in TensorFlow's order of axes:
convolutions [height, width, in, out], depthwise ones [height, width, in, 1], dense layers [in, out]. The landmarks' state
dict is rounded to F16, as model.half() would, and y is computed in F32 from what was rounded; the detector's is F32.

What was checked: the script itself requires that points and box are where the face is drawn. Before rounding, the package's
own JavaScript gave the same points within 2e-7, for this drawing and for three faces of the package's demo/sample1.jpg, and
the same outputs of the detector within 4e-5 (they are up to 60).
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from make_files import save_safetensors


class Halving(nn.Conv2d):
    """A stride of 2 with TensorFlow's padding of even sizes: zeros after the last element, none before the first."""

    def __init__(self, channels_in, channels_out, **more):
        super().__init__(channels_in, channels_out, 3, stride=2, **more)

    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


class Separable(nn.Module):
    def __init__(self, channels_in, channels_out, halving=False):
        super().__init__()
        each = dict(groups=channels_in, bias=False)
        self.depthwise = (
            Halving(channels_in, channels_in, **each)
            if halving
            else nn.Conv2d(channels_in, channels_in, 3, padding=1, **each)
        )
        self.pointwise = nn.Conv2d(channels_in, channels_out, 1)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


class Block(nn.Module):
    """Three convolutions, each of which sees the sum of what came before."""

    def __init__(self, first, channels):
        super().__init__()
        self.conv0 = first
        self.conv1 = Separable(channels, channels)
        self.conv2 = Separable(channels, channels)

    def forward(self, x):
        one = F.relu(self.conv0(x))
        two = self.conv1(one)
        three = self.conv2(F.relu(one + two))
        return F.relu(one + (two + three))


class Landmarks(nn.Module):
    """Images [n, 3, 112, 112] of 0 to 255, red first, to [n, 136]: x and y of 68 points, 0 to 1 from the upper left."""

    def __init__(self):
        super().__init__()
        self.dense0 = Block(Halving(3, 32), 32)
        self.dense1 = Block(Separable(32, 64, halving=True), 64)
        self.dense2 = Block(Separable(64, 128, halving=True), 128)
        self.fc = nn.Linear(128, 136)
        self.register_buffer("mean", torch.tensor([122.782, 117.001, 104.298]).view(3, 1, 1))

    def forward(self, x):
        x = self.dense2(self.dense1(self.dense0((x - self.mean) / 255)))
        return self.fc(F.avg_pool2d(x, 14).flatten(1))


def detector():
    """Images [n, 3, h, w] without their mean to [n, 25, h / 32, w / 32]: x, y, width, height, score of five boxes each."""

    def separable(channels_in, channels_out):
        each = nn.Conv2d(channels_in, channels_in, 3, padding=1, groups=channels_in, bias=False)
        return [each, nn.Conv2d(channels_in, channels_out, 1), nn.LeakyReLU(0.1)]

    def halves():
        return nn.MaxPool2d(2, ceil_mode=True)

    return nn.Sequential(
        *[nn.Conv2d(3, 16, 3), nn.LeakyReLU(0.1), halves()],
        *[*separable(16, 32), halves()],
        *[*separable(32, 64), halves()],
        *[*separable(64, 128), halves()],
        *[*separable(128, 256), halves()],
        *[*separable(256, 512), nn.ReplicationPad2d((0, 1, 0, 1)), nn.MaxPool2d(2, stride=1)],
        nn.Conv2d(512, 25, 1),
    )


DETECTOR_MEAN = np.array([117.001, 114.697, 97.404]).reshape(3, 1, 1)
ANCHORS = [(1.603231, 2.094468), (6.041143, 7.080126), (2.882459, 3.518061), (4.266906, 5.178857), (9.041765, 10.66308)]


def load(model, package, name):
    """Sets a module's weights: those of the package are in the order of its state dict."""
    folder = pathlib.Path(package) / "model"
    numbers = np.frombuffer((folder / f"{name}.bin").read_bytes(), np.uint8)
    values = []
    for group in json.loads((folder / f"{name}-weights_manifest.json").read_text()):
        for entry in group["weights"]:
            taken, numbers = np.split(numbers, [int(np.prod(entry["shape"]))])
            stored = entry["quantization"]["min"] + entry["quantization"]["scale"] * taken.reshape(entry["shape"])
            values.append(torch.from_numpy(turned(entry["name"], stored)).float())
    assert numbers.size == 0, "no number is left"
    names = [key for key, _ in model.named_parameters()]
    assert len(names) == len(values)
    model.load_state_dict(dict(dict(model.named_buffers()), **dict(zip(names, values))))
    return model.eval()


def turned(name, value):
    """In PyTorch's order of axes."""
    if name.endswith("depthwise_filter"):
        return value.transpose(2, 3, 0, 1)
    return value.transpose(3, 2, 0, 1) if value.ndim == 4 else value.T


def face(size, scale):
    """A face drawn of ellipses around the center, [3, size, size] of 0 to 255."""
    down, right = (np.mgrid[0:size, 0:size] / (size - 1) - 0.5) / scale
    image = np.full((3, size, size), 1.0) * np.array([90, 110, 130]).reshape(3, 1, 1)

    def oval(x, y, width, height, color, soft=0.15, strength=1.0):
        distance = np.sqrt(((right - x) / width) ** 2 + ((down - y) / height) ** 2)
        cover = strength * np.clip((1 - distance) / soft + 0.5, 0, 1)
        image[:] = image * (1 - cover) + cover * np.array(color).reshape(3, 1, 1)

    oval(0, -0.12, 0.40, 0.42, (60, 40, 30))  # hair
    oval(0, 0.38, 0.17, 0.30, (190, 140, 115))  # neck
    oval(0, 0, 0.33, 0.43, (225, 180, 155))
    for side in (-1, 1):
        oval(side * 0.20, 0.10, 0.13, 0.13, (230, 140, 130), soft=1, strength=0.3)  # cheek
        oval(side * 0.14, -0.10, 0.085, 0.055, (150, 105, 90), soft=0.8, strength=0.6)
        oval(side * 0.14, -0.09, 0.065, 0.03, (240, 240, 235))  # eye
        oval(side * 0.14, -0.09, 0.03, 0.03, (50, 35, 25))
        oval(side * 0.14, -0.175, 0.09, 0.018, (70, 45, 35), soft=0.5)  # brow
        oval(side * 0.035, 0.085, 0.02, 0.012, (110, 60, 50), soft=0.6)
    oval(0, 0.03, 0.05, 0.12, (250, 215, 190), soft=1, strength=0.35)  # nose
    oval(0, 0.10, 0.07, 0.02, (160, 105, 90), soft=1, strength=0.5)
    oval(0, 0.22, 0.12, 0.042, (185, 80, 80), soft=0.4)  # mouth
    oval(0, 0.218, 0.11, 0.008, (90, 30, 30), soft=0.8)
    return np.rint(image)


def require_face(points):
    """Brows, eyes, nose and mouth lie below one another, the eyes beside one another, as they are drawn."""
    brows, left, right, nose, mouth = [
        points[begin:end].mean(0) for begin, end in [(17, 27), (36, 42), (42, 48), (31, 36), (48, 68)]
    ]
    print("brows, eyes, nose, mouth", *[part.round(3) for part in (brows, left, right, nose, mouth)])
    assert points.min() > 0 and points.max() < 1
    assert brows[1] < min(left[1], right[1]) and max(left[1], right[1]) < nose[1] < mouth[1]
    assert left[0] < nose[0] < right[0]
    drawn = 0.5 + 1.1 * np.array([[-0.14, -0.09], [0.14, -0.09], [0, 0.22]])
    assert np.abs(np.array([left, right, mouth]) - drawn).max() < 0.03


def require_box(cells):
    """The box with the highest score is around the face."""
    size = cells.shape[-1]
    boxes = cells.reshape(5, 5, size, size)
    anchor, row, column = np.unravel_index(boxes[:, 4].argmax(), boxes[:, 4].shape)
    best = boxes[anchor, :, row, column]
    logistic = 1 / (1 + np.exp(-best))
    center = (np.array([column, row]) + logistic[:2]) / size
    sides = np.exp(best[2:4]) * ANCHORS[anchor] / size
    print("score", logistic[4], "center", center, "sides", sides)
    assert logistic[4] > 0.9
    assert np.abs(center - 0.5).max() < 0.1 and np.abs(sides - [0.66 * 0.9, 0.86 * 0.9]).max() < 0.25


def main(package):
    folder = pathlib.Path(__file__).parent
    landmarks = load(Landmarks(), package, "face_landmark_68_tiny_model")
    x = torch.from_numpy(face(112, 1.1)).float()[None]
    exact = landmarks(x).detach()
    require_face(exact[0].numpy().reshape(68, 2))
    kinds = {key: "F32" if key == "mean" else "F16" for key in landmarks.state_dict()}
    landmarks.load_state_dict({
        key: t if kinds[key] == "F32" else t.half().float() for key, t in landmarks.state_dict().items()
    })
    y = landmarks(x).detach()
    print("rounding to F16 moves a point by", (y - exact).abs().max().item())
    tensors = {key: (kinds[key], t.numpy()) for key, t in landmarks.state_dict().items()}
    save_safetensors(
        folder / "landmarks.safetensors",
        dict(tensors, x=("U8", x.numpy()), y=("F32", y.numpy())),
        {"format": "pt", "origin": "@vladmandic/face-api 1.7.15, face_landmark_68_tiny_model", "license": "MIT"},
    )

    boxes = load(detector(), package, "tiny_face_detector_model")
    x = torch.from_numpy((face(128, 0.9) - DETECTOR_MEAN) / 255).float()[None]
    y = boxes(x).detach()
    require_box(y[0].numpy())
    state = {key: t.numpy() for key, t in boxes.state_dict().items()}
    np.savez_compressed(folder / "detector.npz", **state, x=x.numpy(), y=y.numpy())
    for name in ["landmarks.safetensors", "detector.npz"]:
        print(name, (folder / name).stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
