"""Writes torch_numbers.txt: what PyTorch's layers and losses give in double precision, and their gradients.

Run with Debian's python3-torch (1.13): python3 make_torch_numbers.py > torch_numbers.txt
A line is a name, the axis lengths (comma between; - for none) and the numbers in row-major order.
"""

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(4)


def put(name, tensor):
    dims = ",".join(str(n) for n in tensor.shape) or "-"
    print(name, dims, *(repr(float(number)) for number in tensor.detach().flatten()))


def gradients(name, result, cotangent, **inputs):
    put(name + ".y", result)
    for key, slope in zip(inputs, torch.autograd.grad(result, list(inputs.values()), cotangent)):
        put(f"{name}.d{key}", slope)


def layers():
    x = (torch.randn(4, 3) * 2).requires_grad_()
    g = torch.randn(4, 3)
    put("x", x)
    put("g", g)
    modules = {
        "LogSoftmax": nn.LogSoftmax(-1),
        "LeakyReLU": nn.LeakyReLU(0.2),
        "ELU": nn.ELU(1.5),
        "GELU": nn.GELU(),
        "SiLU": nn.SiLU(),
    }
    for name, module in modules.items():
        gradients(name, module(x), g, x=x)

    for name, norm in {"LayerNorm": nn.LayerNorm(3), "BatchNorm": nn.BatchNorm1d(3, momentum=0.3)}.items():
        nn.init.normal_(norm.weight)
        nn.init.normal_(norm.bias)
        put(name + ".weight", norm.weight)
        put(name + ".bias", norm.bias)
        gradients(name, norm(x), g, x=x, weight=norm.weight, bias=norm.bias)
    norm(x * x)
    for key, buffer in norm.named_buffers():
        put("BatchNorm." + key, buffer)
    norm.eval()
    gradients("BatchNorm.evaluation", norm(x), g, x=x, weight=norm.weight, bias=norm.bias)

    images = torch.randn(2, 2, 3).requires_grad_()
    norm = nn.LayerNorm([2, 3])
    put("LayerNorm2.x", images)
    gradients("LayerNorm2", norm(images), g.reshape(2, 2, 3), x=images)

    embedding = nn.Embedding(5, 3)
    put("Embedding.weight", embedding.weight)
    gradients("Embedding", embedding(torch.tensor([4, 0, 4, 2])), g, weight=embedding.weight)


def losses():
    x = (torch.randn(4, 3) * 2).requires_grad_()
    t = torch.randn(4, 3)
    share = torch.rand(4, 3)
    rows = torch.softmax(torch.randn(4, 3), -1)
    labels = torch.tensor([2, 0, 1, 2])
    weights = torch.tensor([0.5, 2.0, 1.25])
    for name, value in {"loss.x": x, "loss.t": t, "loss.share": share, "loss.rows": rows, "loss.weights": weights}.items():
        put(name, value)
    p = torch.sigmoid(x)
    q = torch.log_softmax(x, -1)

    def all_reductions(name, loss, mean="mean"):
        put(name + ".none", loss("none"))
        put(name + ".sum", loss("sum"))
        put(name + ".mean", loss(mean))
        put(name + ".dx", torch.autograd.grad(loss(mean), x, retain_graph=True)[0])

    all_reductions("SquaredError", lambda r: F.mse_loss(x, t, reduction=r))
    all_reductions("AbsoluteError", lambda r: F.l1_loss(x, t, reduction=r))
    all_reductions("Huber", lambda r: F.huber_loss(x, t, delta=0.7, reduction=r))
    all_reductions("BinaryCrossEntropy", lambda r: F.binary_cross_entropy(p, share, reduction=r))
    all_reductions("BinaryCrossEntropyWithLogits", lambda r: F.binary_cross_entropy_with_logits(x, share, reduction=r))
    # PyTorch's "none" leaves the sum over the classes to the caller
    all_reductions(
        "KullbackLeibler",
        lambda r: F.kl_div(q, rows, reduction=r) if r != "none" else F.kl_div(q, rows, reduction=r).sum(-1),
        mean="batchmean",
    )
    all_reductions("NegativeLogLikelihood", lambda r: F.nll_loss(q, labels, reduction=r))
    all_reductions("NegativeLogLikelihood.weighted", lambda r: F.nll_loss(q, labels, weights, reduction=r))
    for name, settings in {
        "plain": {},
        "weighted": {"weight": weights},
        "smoothed": {"label_smoothing": 0.3},
        "both": {"weight": weights, "label_smoothing": 0.3},
    }.items():
        all_reductions("CrossEntropy." + name, lambda r: F.cross_entropy(x, labels, reduction=r, **settings))
        all_reductions("CrossEntropy.rows." + name, lambda r: F.cross_entropy(x, rows, reduction=r, **settings))


layers()
losses()
