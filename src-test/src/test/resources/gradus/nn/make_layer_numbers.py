"""Writes layer_numbers.txt: what PyTorch's layers give in double precision.

Run with Debian's python3-torch (1.13): python3 make_layer_numbers.py > layer_numbers.txt

To add a layer, add a line to the list at the end: a name, the module, and the shape of its input, without
the examples. Of each layer there are, after its name and a dot:
x, g                the input and a cotangent of the output
weights, buffers    by their names in the state dict, as they are in the beginning
y                   the output in training
dx, dweight, ...    the gradients of the sum of y g, in training
evaluated.y, .dx    output and gradient in evaluation, with the buffers of after one step of training
after.weight, ...   the state dict after five steps of SGD, rate 0.1, of the mean of (y - g)^2, in training,
                    from weights and buffers as in the beginning
A line is a name, the axis lengths (comma between; - for none) and the numbers in row-major order.
"""

import copy

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
EXAMPLES = 3
STEPS = 5


class RMSNorm(nn.Module):
    """As torch.nn.RMSNorm, which 1.13 does not have."""

    def __init__(self, features):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))

    def forward(self, x):
        epsilon = torch.finfo(x.dtype).eps
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * self.weight


class SwiGLU(nn.Module):
    """silu of the first half times the second half: PyTorch has no module of it."""

    def forward(self, x):
        a, b = x.chunk(2, -1)
        return nn.functional.silu(a) * b


class Parallel(nn.ModuleList):
    """Branches side by side along axis 1."""

    def forward(self, x):
        return torch.cat([branch(x) for branch in self], 1)


def put(name, tensor):
    dims = ",".join(str(n) for n in tensor.shape) or "-"
    print(name, dims, *(repr(float(number)) for number in tensor.detach().flatten()))


def write(name, module, shape):
    torch.manual_seed(sum(ord(letter) for letter in name))
    for parameter in module.parameters():
        nn.init.normal_(parameter, 0.5)
    x = (torch.randn(EXAMPLES, *shape) * 2 + 0.5).requires_grad_()
    trained = copy.deepcopy(module)
    for key, value in module.state_dict().items():
        put(f"{name}.{key}", value)
    y = module(x)
    g = torch.randn(y.shape)
    put(f"{name}.x", x)
    put(f"{name}.g", g)
    put(f"{name}.y", y)
    named = {"x": x, **dict(module.named_parameters())}
    for key, slope in zip(named, torch.autograd.grad(y, list(named.values()), g)):
        put(f"{name}.d{key}", slope)
    module.eval()
    y = module(x)
    put(f"{name}.evaluated.y", y)
    put(f"{name}.evaluated.dx", torch.autograd.grad(y, x, g)[0])

    if list(trained.parameters()):
        sgd = torch.optim.SGD(trained.parameters(), lr=0.1)
        for _ in range(STEPS):
            sgd.zero_grad()
            (trained(x.detach()) - g).pow(2).mean().backward()
            sgd.step()
        for key, value in trained.state_dict().items():
            put(f"{name}.after.{key}", value)


for line in [
    ("Linear", nn.Linear(4, 3), [4]),
    ("LayerNorm", nn.LayerNorm(4), [4]),
    ("LayerNorm.images", nn.LayerNorm([2, 3, 2]), [2, 3, 2]),
    ("BatchNorm1d", nn.BatchNorm1d(4), [4]),
    ("BatchNorm1d.sequences", nn.BatchNorm1d(2), [2, 5]),
    ("BatchNorm2d", nn.BatchNorm2d(2, momentum=0.3), [2, 3, 2]),
    ("BatchNorm3d", nn.BatchNorm3d(2), [2, 2, 1, 3]),
    ("GroupNorm", nn.GroupNorm(2, 4), [4, 3]),
    ("GroupNorm.images", nn.GroupNorm(3, 3), [3, 2, 2]),
    ("InstanceNorm1d", nn.InstanceNorm1d(2), [2, 4]),
    ("InstanceNorm2d.affine", nn.InstanceNorm2d(2, affine=True), [2, 2, 3]),
    ("RMSNorm", RMSNorm(5), [5]),
    ("PReLU", nn.PReLU(), [2, 3]),
    ("PReLU.channels", nn.PReLU(3), [3, 2]),
    ("GLU", nn.GLU(), [6]),
    ("GLU.channels", nn.GLU(1), [4, 3]),
    ("SwiGLU", SwiGLU(), [6]),
    ("Parallel", Parallel([nn.Linear(3, 2), nn.Sequential(nn.Linear(3, 4), nn.Tanh())]), [3]),
]:
    write(*line)
