"""Writes pytorch-optimizers.csv and pytorch-schedules.csv: what PyTorch's optimizers and schedules do, in double precision.

python3 pytorch_optimizers.py    (made with PyTorch 1.13.1)

The loss is sum(a_i (w_i - b_i)^2) / 2 + sum(w_i) * w_0 / 10, whose gradients shrink, grow and change sign on the way.
"""

import torch
from torch.optim import lr_scheduler

START = [1.0, -2.0, 0.5, 3.0]
SCALES = torch.tensor([1.0, 10.0, 0.1, 3.0], dtype=torch.float64)
TARGETS = torch.tensor([0.5, 1.0, -1.0, 2.0], dtype=torch.float64)
STEPS = 12

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "sgd momentum decay": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
    "sgd nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p),
    "adam decay": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1),
    "adamw": lambda p: torch.optim.AdamW(p),
    "adamw decay": lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.2),
    "rmsprop": lambda p: torch.optim.RMSprop(p),
    "rmsprop momentum decay": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, eps=1e-5, momentum=0.8, weight_decay=0.1),
    "rmsprop centered": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, eps=1e-3, centered=True),
    "rmsprop centered momentum": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, eps=1e-3, centered=True, momentum=0.5),
    "adagrad": lambda p: torch.optim.Adagrad(p),
    "adagrad decay": lambda p: torch.optim.Adagrad(p, lr=0.5, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5, eps=1e-3),
}

CLIPPING = {
    "sgd clipped by norm": lambda p: torch.nn.utils.clip_grad_norm_(p, 2.0),
    "sgd clipped by value": lambda p: torch.nn.utils.clip_grad_value_(p, 1.5),
}


def loss(w):
    return (SCALES * (w - TARGETS) ** 2).sum() / 2 + w.sum() * w[0] / 10


def run(name, make, clip, file):
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make([w])
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        loss(w).backward()
        clip([w])
        optimizer.step()
        file.write(",".join([name, str(step)] + [repr(x) for x in w.tolist()]) + "\n")


SCHEDULES = {
    "constant": lambda o: lr_scheduler.ConstantLR(o, factor=1),
    "step": lambda o: lr_scheduler.StepLR(o, step_size=5, gamma=0.3),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=24, eta_min=0.01),
    "linear": lambda o: lr_scheduler.LinearLR(o, start_factor=0.25, end_factor=1, total_iters=10),
    "one cycle": lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.4, total_steps=25),
    "one cycle settings": lambda o: lr_scheduler.OneCycleLR(
        o, max_lr=0.4, total_steps=25, pct_start=0.4, div_factor=10, final_div_factor=100
    ),
    "warm-up then cosine": lambda o: lr_scheduler.SequentialLR(
        o,
        [
            lr_scheduler.LinearLR(o, start_factor=0.2, end_factor=1, total_iters=5),
            lr_scheduler.CosineAnnealingLR(o, T_max=19, eta_min=0),
        ],
        milestones=[5],
    ),
}


def schedule(name, make, file):
    w = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.4, momentum=0.9)
    scheduler = make(optimizer)
    rates = []
    for _ in range(25):
        rates.append(repr(float(optimizer.param_groups[0]["lr"])))
        optimizer.step()
        if len(rates) < 25:
            scheduler.step()
    file.write(",".join([name] + rates) + "\n")


PLATEAU_LOSSES = [5, 4, 4, 4.1, 3.9999, 3, 3, 3, 3, 3.5, 2, 2, 2, 2, 2, 2, 2, 1.9, 1.9, 1.9, 1.9, 1.9]
PLATEAUS = {
    "plateau": lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=2),
    "plateau cooldown": lambda o: lr_scheduler.ReduceLROnPlateau(
        o, factor=0.1, patience=1, cooldown=2, min_lr=0.001, threshold=0.01
    ),
}


def plateau(name, make, file):
    w = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.4)
    scheduler = make(optimizer)
    rates = []
    for value in PLATEAU_LOSSES:
        scheduler.step(value)
        rates.append(repr(float(optimizer.param_groups[0]["lr"])))
    file.write(",".join([name] + rates) + "\n")


with open("pytorch-optimizers.csv", "w") as file:
    for name, make in OPTIMIZERS.items():
        run(name, make, lambda p: None, file)
    for name, clip in CLIPPING.items():
        run(name, lambda p: torch.optim.SGD(p, lr=0.05), clip, file)

with open("pytorch-schedules.csv", "w") as file:
    for name, make in SCHEDULES.items():
        schedule(name, make, file)
    for name, make in PLATEAUS.items():
        plateau(name, make, file)
