"""Makes convnet.safetensors, decoder.safetensors and resnet.safetensors: the state dicts of three small networks that
PyTorch trained for a few steps, beside an input x and the output y in evaluation. Run with Debian's python3-torch (1.13):
python3 make_convnets.py
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
    model.eval()
    tensors = dict(model.state_dict(), x=x, y=model(x).detach())
    file = pathlib.Path(__file__).parent / f"{name}.safetensors"
    kinds = {torch.float32: "F32", torch.int64: "I64"}
    save_safetensors(file, {key: (kinds[t.dtype], t.detach().numpy()) for key, t in tensors.items()}, {"format": "pt"})
    print(name, file.stat().st_size, {key: list(t.shape) for key, t in tensors.items()})


class Block(nn.Module):
    """torchvision's BasicBlock, with its names."""

    def __init__(self, channels, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(channels, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """torchvision's ResNet, with its names, of two stages."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.layer1 = nn.Sequential(Block(8, 8, 1), Block(8, 8, 1))
        self.layer2 = nn.Sequential(Block(8, 16, 2))
        self.fc = nn.Linear(16, 5)

    def forward(self, x):
        y = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        y = self.layer2(self.layer1(y))
        return self.fc(nn.functional.adaptive_avg_pool2d(y, 1).flatten(1))


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
write("resnet", ResNet(), (3, 22, 19))
