"""Writes trainer/src/test/resources/fixtures/optimisation.safetensors: what PyTorch computes, for OptimisationParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_optimisation_fixture.py

A small network with batch normalisation, fifty batches, five epochs of ten: the weights after each variant, the averaged ones
where there is an average, and the learning rate and the loss of every batch. The settings stand here and in the test.
"""

import pathlib
import platform

import safetensors
import safetensors.torch
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import (
    ChainedScheduler,
    ConstantLR,
    CosineAnnealingLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    SequentialLR,
)
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "optimisation.safetensors"
EPOCHS, STEPS, BATCH = 5, 10, 8


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 6)
        self.bn = nn.BatchNorm1d(6)
        self.fc2 = nn.Linear(6, 3)

    def forward(self, x):
        # Normalised last: a bias in front of a normalisation has no gradient but rounding, which AdamW makes large.
        return self.fc2(self.bn(F.gelu(self.fc1(x))))


def groups(net, decay, all_decay):
    if all_decay:
        return [{"params": list(net.parameters()), "weight_decay": decay}]
    matrices = [p for p in net.parameters() if p.ndim > 1]
    rest = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": matrices, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]


def sgd(all_decay):
    return lambda net: torch.optim.SGD(groups(net, 0.05, all_decay), lr=0.1, momentum=0.9, nesterov=True)


def adamw(all_decay):
    return lambda net: torch.optim.AdamW(groups(net, 0.2, all_decay), lr=0.02)


def constant(optimizer, total):
    return ConstantLR(optimizer, 1.0, total)


def warmed(optimizer, total):
    rise = int(0.2 * total)
    return LinearLR(optimizer, 1 / rise, 1.0, rise - 1)


def step(optimizer, total):
    return MultiStepLR(optimizer, [total // 2, total * 4 // 5], 0.3)


def warmed_step(optimizer, total):
    return ChainedScheduler([warmed(optimizer, total), step(optimizer, total)])


def cosine(optimizer, total):
    return CosineAnnealingLR(optimizer, total)


def warmed_cosine(optimizer, total):
    rise = int(0.2 * total)
    return SequentialLR(optimizer, [warmed(optimizer, total), CosineAnnealingLR(optimizer, total - rise)], [rise])


def one_cycle(optimizer, total):
    base = optimizer.param_groups[0]["lr"]
    return OneCycleLR(optimizer, base, total, pct_start=0.3, cycle_momentum=False)


def train(out, name, start, points, labels, make, schedule, clip=None, decay=None, every=1):
    net = Net()
    net.load_state_dict(start)
    optimizer = make(net)
    total = EPOCHS * -(-STEPS // every)
    scheduler = schedule(optimizer, total)
    average = decay and AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)
    losses, rates, updates, clipped = [], [], 0, 0
    for epoch in range(EPOCHS):
        for first in range(0, STEPS, every):
            batches = range(first, min(first + every, STEPS))
            optimizer.zero_grad()
            for batch in batches:
                loss = F.cross_entropy(net(points[epoch * STEPS + batch]), labels[epoch * STEPS + batch])
                (loss / len(batches) if every > 1 else loss).backward()
                losses.append(loss.detach())
                rates.append(optimizer.param_groups[0]["lr"])
            if clip:
                clipped += nn.utils.clip_grad_norm_(net.parameters(), clip) > clip
            optimizer.step()
            updates += 1
            if updates < total:
                scheduler.step()
            if average:
                average.update_parameters(net)
    assert updates == total and (not clip or 0 < clipped < total), (name, int(clipped), total)
    out[f"{name}.losses"] = torch.stack(losses)
    out[f"{name}.rates"] = torch.tensor(rates, dtype=torch.float32)
    state(out, f"{name}.after", net)
    if average:
        state(out, f"{name}.average", average.module)


def state(out, prefix, net):
    for key, tensor in net.state_dict().items():
        if not key.endswith("num_batches_tracked"):
            out[f"{prefix}.{key}"] = tensor.clone()


def main():
    torch.manual_seed(5)
    torch.set_num_threads(1)
    out = {}
    net = Net()
    nn.init.normal_(net.bn.weight, 1, 0.3)
    nn.init.normal_(net.bn.bias, 0, 0.3)
    state(out, "start", net)
    start = {key: tensor.clone() for key, tensor in net.state_dict().items()}
    points = torch.randn(EPOCHS * STEPS, BATCH, 4)
    labels = (points[..., 0] > 0).long() + (points[..., 1] > 0.5).long()
    out.update({"points": points, "labels": labels})

    def variant(name, *arguments, **options):
        train(out, name, start, points, labels, *arguments, **options)

    for label, make in (("sgd", sgd), ("adamw", adamw)):
        variant(f"{label}.plain", make(True), constant)
        variant(f"{label}.nodecay", make(False), constant)
        variant(f"{label}.clip", make(True), constant, clip=0.5)
        variant(f"{label}.ema", make(True), constant, decay=0.9)
        variant(f"{label}.accumulate", make(True), constant, every=3)
        variant(f"{label}.all", make(False), warmed_step, clip=0.5, decay=0.8, every=3)
    for schedule in (warmed, step, warmed_step, cosine, warmed_cosine, one_cycle):
        variant(f"sgd.{schedule.__name__}", sgd(True), schedule)
    versions = {"torch": torch.__version__, "safetensors": safetensors.__version__, "python": platform.python_version()}
    safetensors.torch.save_file(out, OUT, versions)


main()
