"""Writes torch_images.txt: what PyTorch gives over images, in double precision, and gradients.

Run with Debian's python3-torch (1.13): python3 make_torch_images.py > torch_images.txt
A line is a name, the axis lengths (comma between) and the numbers in row-major order. The inputs are
x1, x2, x3 (by their spatial axes), ties (whole numbers, many of them equal), nan and rows; the
cotangent of a result of size n is (0, 1, ..., n - 1) % 7 - 3.
"""

import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(15)


def text(number):
    """As Java reads it."""
    if math.isnan(number):
        return "NaN"
    return f"{'-' if number < 0 else ''}Infinity" if math.isinf(number) else f"{number:.17g}"


def put(name, tensor):
    dims = ",".join(str(n) for n in tensor.shape)
    print(name, dims, *(text(float(number)) for number in tensor.detach().flatten()))


def both(name, function, x):
    x = x.detach().clone().requires_grad_()
    y = function(x)
    put(name + ".y", y)
    cotangent = (torch.arange(y.numel()) % 7 - 3).to(y.dtype).reshape(y.shape)
    put(name + ".dx", torch.autograd.grad(y, x, cotangent)[0])


x1, x2, x3 = torch.randn(2, 2, 9), torch.randn(1, 2, 7, 6), torch.randn(1, 1, 4, 5, 3)
ties = torch.randint(0, 3, (1, 2, 6, 6)).double()
nan = torch.randint(0, 3, (1, 1, 5, 5)).double()
nan[0, 0, 2, 2] = math.nan  # PyTorch sends the gradient of several to the last, Gradus to the first
nan[0, 0, 0, 4] = nan[0, 0, 1, 4] = math.inf
nan[0, 0, 3:, :2] = -math.inf
rows = torch.randn(1, 8, 6)
for key, value in {"x1": x1, "x2": x2, "x3": x3, "ties": ties, "nan": nan, "rows": rows}.items():
    put(key, value)

both("max1", lambda x: F.max_pool1d(x, 3, 2, 1), x1)
both("max2", lambda x: F.max_pool2d(x, 2), x2)
both("max2.overlap", lambda x: F.max_pool2d(x, 3, 1, 1), x2)
both("max2.ceil", lambda x: F.max_pool2d(x, (2, 3), (3, 2), (1, 1), ceil_mode=True), x2)
both("max2.dilation", lambda x: F.max_pool2d(x, 2, 1, 0, dilation=(3, 2)), x2)
both("max3", lambda x: F.max_pool3d(x, 2, (1, 2, 1), (1, 1, 0), ceil_mode=True), x3)
both("max2.ties", lambda x: F.max_pool2d(x, 3, 2, 1), ties)
both("max2.ties.pairs", lambda x: F.max_pool2d(x, 2), ties)
both("max2.nan", lambda x: F.max_pool2d(x, 3, 1), nan)
both("max2.nan.pairs", lambda x: F.max_pool2d(x, 2, 1), nan)

both("mean1", lambda x: F.avg_pool1d(x, 3, 2, 1), x1)
both("mean2", lambda x: F.avg_pool2d(x, 2), x2)
both("mean2.counted", lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True), x2)
both("mean2.ignored", lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False), x2)
both("mean3", lambda x: F.avg_pool3d(x, (2, 3, 2), (2, 2, 1), (1, 1, 0), count_include_pad=False), x3)

both("adaptive.mean1", lambda x: F.adaptive_avg_pool1d(x, 4), x1)
both("adaptive.mean2", lambda x: F.adaptive_avg_pool2d(x, (3, 4)), x2)
both("adaptive.mean2.longer", lambda x: F.adaptive_avg_pool2d(x, (9, 1)), x2)
both("adaptive.mean3", lambda x: F.adaptive_avg_pool3d(x, (3, 2, 2)), x3)
both("adaptive.max1", lambda x: F.adaptive_max_pool1d(x, 4), x1)
both("adaptive.max2", lambda x: F.adaptive_max_pool2d(x, (3, 4)), x2)

both("unfold", lambda x: F.unfold(x, (3, 2), dilation=(2, 1), padding=(1, 0), stride=(2, 3)), x2)
both("fold", lambda x: F.fold(x, (5, 3), 2, padding=0, stride=(2, 1)), rows[:, :, :4])
both("fold.overlap", lambda x: F.fold(x, (3, 4), (2, 2), stride=1), rows)

for name, x, sizes in (("1", x1, (14, 4)), ("2", x2, ((10, 4), (3, 13))), ("3", x3, ((5, 3, 6),))):
    linear = {"1": "linear", "2": "bilinear", "3": "trilinear"}[name]
    for i, size in enumerate(sizes):
        both(f"nearest{name}.{i}", lambda x: F.interpolate(x, size, mode="nearest"), x)
        both(f"linear{name}.{i}", lambda x: F.interpolate(x, size, mode=linear, align_corners=False), x)
        both(f"aligned{name}.{i}", lambda x: F.interpolate(x, size, mode=linear, align_corners=True), x)
both("twice", lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False), x2)

both("shuffle", lambda x: F.pixel_shuffle(x, 2), rows.reshape(1, 8, 2, 3))
both("unshuffle", lambda x: F.pixel_unshuffle(x, 3), ties)
both("reflect", lambda x: F.pad(x, (2, 1, 0, 3), mode="reflect"), x2)
both("replicate", lambda x: F.pad(x, (4, 1, 0, 3), mode="replicate"), x2)
both("circular", lambda x: F.pad(x, (2, 1, 1, 3), mode="circular"), x2)
