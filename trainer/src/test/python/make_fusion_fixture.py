"""Writes trainer/src/test/resources/fixtures/fusion.safetensors: feature fusion learning as PyTorch computes it, for
FusionParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_fusion_fixture.py

Written from the equations, not from the Java code. Two branches of a residual network of width 2 (one block a stage, three
stages, two of them shared), 3 classes, images of 8 pixels a side. Keys:
  shared/...    the fused network: weights, batches of images and labels, logits and loss terms of the first batch, gradients
                of every parameter, and the terms of 20 steps of two SGD optimisers on 4 batches in turn (an epoch is 4 steps)
  pooled/...    the fusion module alone on maps of different sizes: weights, maps, logits in training and in evaluation
"""

import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, Stem, randomised, save, weights

CLASSES, WIDTH, TAU, RAMP, STEPS, BATCHES = 3, 2, 3.0, 3, 20, 4


class Branch(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer3 = nn.Sequential(Block(2 * WIDTH, 4 * WIDTH, 2))
        self.fc = nn.Linear(4 * WIDTH, CLASSES)

    def forward(self, x):
        maps = self.layer3(x)
        return maps, self.fc(maps.mean((2, 3)))


class Fusion(nn.Module):
    def __init__(self, channels):
        super().__init__()
        total, widest = sum(channels), max(channels)
        self.depthwise = nn.Conv2d(total, total, 3, 1, 1, groups=total, bias=False)
        self.bn1 = nn.BatchNorm2d(total)
        self.pointwise = nn.Conv2d(total, widest, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(widest)
        self.fc = nn.Linear(widest, CLASSES)

    def forward(self, maps):
        size = min(m.shape[2] for m in maps)
        x = torch.cat([F.avg_pool2d(m, m.shape[2] // size) for m in maps], 1)
        x = F.relu(self.bn1(self.depthwise(x)))
        x = F.relu(self.bn2(self.pointwise(x)))
        return self.fc(x.mean((2, 3)))


class Fused(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Stem(WIDTH)
        self.branches = nn.ModuleList([Branch(), Branch()])
        self.fusion = Fusion([4 * WIDTH, 4 * WIDTH])

    def forward(self, images):
        low = self.shared(images)
        (f1, z1), (f2, z2) = [branch(low) for branch in self.branches]
        return z1, z2, self.fusion([f1, f2])


def divergence(student, teacher):
    p = F.softmax(teacher.detach() / TAU, 1) + 1e-7
    return TAU**2 * (p * (p.log() - F.log_softmax(student / TAU, 1))).sum(1).mean()


def terms(z1, z2, zf, labels):
    hard = [F.cross_entropy(z, labels) for z in (zf, z1, z2)]
    soft = [divergence(zf, (z1 + z2) / 2), divergence(z1, zf), divergence(z2, zf)]
    return torch.stack(hard + soft)


def weight(epoch):
    return torch.exp(torch.tensor(-5.0 * (1 - min(epoch, RAMP) / RAMP) ** 2)).item()


def total(values, epoch):
    return values[:3].sum() + weight(epoch) * values[3:].sum()


def shared(tensors):
    model = randomised(Fused())
    batches = [(torch.randn(6, 3, 8, 8), torch.randint(0, CLASSES, (6,))) for _ in range(BATCHES)]
    for name, value in weights(model).items():
        tensors[f"shared/weights/{name}"] = value
    for i, (images, labels) in enumerate(batches):
        tensors[f"shared/batch/{i}/images"], tensors[f"shared/batch/{i}/labels"] = images, labels
    model.train()
    networks = [p for n, p in model.named_parameters() if not n.startswith("fusion.")]
    optimisers = [
        torch.optim.SGD(networks, 0.05, 0.9, weight_decay=1e-4, nesterov=True),
        torch.optim.SGD(model.fusion.parameters(), 0.05, 0.9, weight_decay=1e-5, nesterov=True),
    ]
    trajectory = []
    for step in range(STEPS):
        images, labels = batches[step % BATCHES]
        z1, z2, zf = model(images)
        values = terms(z1, z2, zf, labels)
        loss = total(values, step // BATCHES)
        for optimiser in optimisers:
            optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            for name, value in zip(("branch-1", "branch-2", "fused"), (z1, z2, zf)):
                tensors[f"shared/logits/{name}"] = value
            for name, parameter in model.named_parameters():
                tensors[f"shared/gradient/{name}"] = parameter.grad.clone()
        for optimiser in optimisers:
            optimiser.step()
    tensors["shared/trajectory"] = torch.stack(trajectory)
    for name, value in weights(model).items():
        tensors[f"shared/trained/{name}"] = value


def pooled(tensors):
    model = randomised(Fusion([4, 2]))
    maps = [torch.randn(5, 4, 4, 4).relu(), torch.randn(5, 2, 2, 2).relu()]
    tensors["pooled/maps/0"], tensors["pooled/maps/1"] = maps
    for name, value in weights(model).items():
        tensors[f"pooled/weights/{name}"] = value
    tensors["pooled/train"] = model.train()(maps)
    tensors["pooled/eval"] = model.eval()(maps)


def main():
    torch.manual_seed(3)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    shared(tensors)
    pooled(tensors)
    save("fusion", tensors)


if __name__ == "__main__":
    main()
