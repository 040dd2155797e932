"""Writes trainer/src/test/resources/fixtures/mixing.safetensors: what torchvision's MixUp and CutMix (version 2) make of a batch, and
PyTorch's cross-entropy with class weights and with shares of classes, for MixingParityTest and CrossEntropyParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 torchvision==0.22.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_mixing_fixture.py

Keys: images (N, 3, S, S) and labels (N); mixup/<lambda>/images, mixup/<lambda>/labels, cutmix/<lambda>/<x>/<y>/images and .../labels,
with lambda, and for CutMix the middle of the box, as drawn. logits (N, K) in float64, weights (K), shares (N, K);
loss/<labels or shares>/<weights or even>/<smoothing> and below it the gradient of the logits.
"""

import math
import pathlib

import safetensors.torch
import torch
from torch.nn import functional as F
from torchvision.transforms import v2

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "mixing.safetensors"
CLASSES = 4

generator = torch.Generator().manual_seed(5)
images = torch.randn((5, 3, 7, 7), generator=generator)
labels = torch.tensor([2, 0, 3, 3, 1])
tensors = {"images": images, "labels": labels}
for lam in (0.0, 0.3, 0.87, 1.0):
    mixup = v2.MixUp(num_classes=CLASSES)
    mixup.make_params = lambda _, lam=lam: {"lam": lam}
    tensors[f"mixup/{lam}/images"], tensors[f"mixup/{lam}/labels"] = mixup(images, labels)
for lam, x, y in ((0.3, 0, 6), (0.7, 3, 3), (0.96, 2, 5), (0.999, 1, 1), (0.0, 6, 0)):
    cutmix = v2.CutMix(num_classes=CLASSES)
    # The drawing of torchvision itself, with these values in the place of random ones.
    cutmix._dist.sample = lambda _, lam=lam: torch.tensor(lam, dtype=torch.float64)
    drawn = iter((torch.tensor([x]), torch.tensor([y])))
    randint, torch.randint = torch.randint, lambda *_, drawn=drawn, **__: next(drawn)
    tensors[f"cutmix/{lam}/{x}/{y}/images"], tensors[f"cutmix/{lam}/{x}/{y}/labels"] = cutmix(images, labels)
    torch.randint = randint

logits = torch.randn((5, CLASSES), generator=generator, dtype=torch.float64).mul(2)
weights = torch.tensor([0.5, 2.0, 1.0, 3.25], dtype=torch.float64)
shares = torch.rand((5, CLASSES), generator=generator, dtype=torch.float64)
shares /= shares.sum(1, keepdim=True)
tensors |= {"logits": logits, "weights": weights, "shares": shares}
for name, target in (("labels", labels), ("shares", shares)):
    for weighing, weight in (("weights", weights), ("even", None)):
        for smoothing in (0.0, 0.1):
            leaf = logits.clone().requires_grad_()
            loss = F.cross_entropy(leaf, target, weight=weight, label_smoothing=smoothing)
            loss.backward()
            tensors[f"loss/{name}/{weighing}/{smoothing}"] = loss.detach()
            tensors[f"loss/{name}/{weighing}/{smoothing}/gradient"] = leaf.grad
safetensors.torch.save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, OUT)
