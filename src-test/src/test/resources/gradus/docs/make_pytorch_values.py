"""Computes the left column of docs/from-pytorch.md, tensors and losses, for FromPytorchTest, with PyTorch 1.13 or later:
python3 make_pytorch_values.py ../../../../../../docs/from-pytorch.md > pytorch_values.json"""
import json
import re
import sys
from types import SimpleNamespace

import torch
from torch.nn import functional as F

if not hasattr(torch, 'func'):  # before PyTorch 2
    torch.func = SimpleNamespace(jvp=torch.autograd.functional.jvp)

if not hasattr(F, 'rms_norm'):  # before PyTorch 2.4
    F.rms_norm = lambda x, _, weight, eps: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * weight


def given():
    torch.manual_seed(7)
    names = {name: 2 * torch.rand(4, 3) - 1 for name in ('x', 'w', 'logits')}
    names |= {'h': 2 * torch.rand(3) - 1, 'target': torch.rand(4, 3)}
    return names


def names():
    here = given()
    here['w'].requires_grad_()
    here['probabilities'] = here['x'].softmax(1)
    here['labels'] = torch.tensor([0, 2, 1, 0])
    here['index'] = torch.tensor([[0], [2], [1], [0]])
    here['f'] = lambda v: v.pow(3).sum()
    here['loss'] = here['w'].square().sum()
    return here | {'torch': torch, 'F': F}


def flat(value):
    if isinstance(value, (tuple, list)):
        return [number for part in value for number in flat(part)]
    if isinstance(value, torch.Tensor):
        return [float(number) for number in value.detach().flatten()]
    return [float(value)]


def rows(page):
    compared = False
    for line in page:
        if line.startswith('## '):
            compared = line.strip() in ('## Tensors and gradients', '## Losses')
        row = re.match(r'\| `(.*)` \| `(.*)` \|$', line)
        if compared and row and not row.group(1).startswith(('torch.randn', 'class ')):
            *before, last = row.group(1).split('; ')
            here = names()
            for statement in before:
                exec(statement, here)
            yield row.group(1), flat(eval(last, here))


with open(sys.argv[1], encoding='utf-8') as page:
    inputs = {name: flat(value) for name, value in given().items()}
    parts = {'inputs': inputs, 'rows': dict(rows(page))}
    lines = (
        json.dumps(part) + ': {\n' + ',\n'.join(f'{json.dumps(name)}: {values}' for name, values in numbers.items()) + '}'
        for part, numbers in parts.items()
    )
    print('{' + ',\n'.join(lines) + '}')
