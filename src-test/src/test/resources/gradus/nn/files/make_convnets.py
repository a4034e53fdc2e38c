"""Makes convnet.safetensors and decoder.safetensors: the state dicts of two small networks that PyTorch trained for a few
steps, beside an input x and the output y. Run with Debian's python3-torch (1.13): python3 make_convnets.py
"""
import pathlib

import torch
from torch import nn

from make_files import save_safetensors


def write(name, model, shape):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(10):
        optimizer.zero_grad()
        model(torch.randn((8,) + shape)).square().mean().backward()
        optimizer.step()
    x = torch.randn((3,) + shape)
    tensors = dict(model.state_dict(), x=x, y=model(x).detach())
    file = pathlib.Path(__file__).parent / f"{name}.safetensors"
    save_safetensors(file, {key: ("F32", t.detach().numpy()) for key, t in tensors.items()}, {"format": "pt"})
    print(name, file.stat().st_size, {key: list(t.shape) for key, t in tensors.items()})


torch.manual_seed(8)
write(
    "convnet",
    nn.Sequential(
        nn.Conv2d(1, 6, 5, stride=2, padding=2),
        nn.ReLU(),
        nn.Conv2d(6, 6, 3, padding="same", groups=6, bias=False),
        nn.Conv2d(6, 16, 5, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(16 * 5 * 5, 24),
        nn.ReLU(),
        nn.Linear(24, 10),
    ),
    (1, 28, 28),
)
write(
    "decoder",
    nn.Sequential(
        nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1),
        nn.Tanh(),
        nn.Conv2d(4, 1, 3, padding=1),
    ),
    (3, 5, 4),
)
