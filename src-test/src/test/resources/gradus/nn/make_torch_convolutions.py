"""Writes torch_convolutions.txt: what PyTorch's convolutions give in double precision, their gradients, and their
parameters after five steps of SGD with rate 0.05 on the mean of (y - g)^2.

Run with Debian's python3-torch (1.13): python3 make_torch_convolutions.py > torch_convolutions.txt
The lines are those of torch_numbers.txt.
"""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(6)

LAYERS = {
    "Conv1d": (nn.Conv1d(2, 3, 3, stride=2, padding=1), (2, 2, 7)),
    "Conv1d.dilated": (nn.Conv1d(2, 3, 2, dilation=3, padding=2, bias=False), (2, 2, 6)),
    "Conv2d": (nn.Conv2d(2, 3, (2, 3)), (2, 2, 4, 5)),
    "Conv2d.strided": (nn.Conv2d(2, 3, 3, stride=(2, 1), padding=(1, 2)), (2, 2, 4, 3)),
    "Conv2d.dilated": (nn.Conv2d(2, 2, 2, dilation=2, padding=1), (2, 2, 3, 4)),
    "Conv2d.same": (nn.Conv2d(2, 2, (2, 3), padding="same", dilation=(1, 2)), (2, 2, 3, 4)),
    "Conv2d.grouped": (nn.Conv2d(4, 2, 2, groups=2), (2, 4, 3, 4)),
    "Conv2d.depthwise": (nn.Conv2d(3, 6, 3, padding=1, groups=3), (1, 3, 3, 4)),
    "Conv3d": (nn.Conv3d(2, 2, 2, stride=(1, 2, 1), padding=(1, 0, 1)), (1, 2, 2, 4, 3)),
    "ConvTranspose1d": (nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), (2, 2, 4)),
    "ConvTranspose2d": (nn.ConvTranspose2d(2, 3, 3, stride=2, bias=False), (2, 2, 3, 2)),
    "ConvTranspose2d.cut": (
        nn.ConvTranspose2d(
            4, 2, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), dilation=(1, 2), groups=2
        ),
        (1, 4, 3, 2),
    ),
}


def put(name, tensor):
    dims = ",".join(str(n) for n in tensor.shape) or "-"
    print(name, dims, *(repr(float(number)) for number in tensor.detach().flatten()))


for name, (layer, shape) in LAYERS.items():
    x = torch.randn(shape).requires_grad_()
    y = layer(x)
    g = torch.randn(y.shape)
    put(name + ".x", x)
    put(name + ".g", g)
    put(name + ".y", y)
    keys, parameters = zip(*layer.named_parameters())
    for key, slope in zip(("x",) + keys, torch.autograd.grad(y, (x,) + parameters, g)):
        put(f"{name}.d{key}", slope)
    for key, parameter in layer.named_parameters():
        put(f"{name}.{key}", parameter)
    optimizer = torch.optim.SGD(parameters, lr=0.05)
    for _ in range(5):
        optimizer.zero_grad()
        (layer(x.detach()) - g).square().mean().backward()
        optimizer.step()
    for key, parameter in layer.named_parameters():
        put(f"{name}.{key}.trained", parameter)
