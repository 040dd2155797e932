"""Writes trainer/src/test/resources/fixtures/gated.safetensors: the on-the-fly native ensemble as PyTorch computes it, for
GatedParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_gated_fixture.py

Written from the equations, not from the Java code. Two branches of a residual network of width 2 (one block a stage, three
stages, two of them shared) and their gate, 3 classes, images of 8 pixels a side: weights, batches of images and labels, logits
of the first batch, gradients of every parameter, the terms of 20 steps of SGD on 4 batches in turn (an epoch is 4 steps), and
the weights after them.
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
        return self.fc(self.layer3(x).mean((2, 3)))


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2 * WIDTH, 2)
        self.bn = nn.BatchNorm1d(2)

    def forward(self, low):
        return F.softmax(F.relu(self.bn(self.fc(low.mean((2, 3))))), 1)


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Stem(WIDTH)
        self.branches = nn.ModuleList([Branch(), Branch()])
        self.gate = Gate()

    def forward(self, images):
        low = self.shared(images)
        z1, z2 = [branch(low) for branch in self.branches]
        g = self.gate(low)
        return z1, z2, g[:, :1] * z1 + g[:, 1:] * z2


def divergence(student, teacher):
    p = F.softmax(teacher.detach() / TAU, 1) + 1e-7
    return TAU**2 * (p * (p.log() - F.log_softmax(student / TAU, 1))).sum(1).mean()


def terms(z1, z2, ze, labels):
    hard = [F.cross_entropy(z, labels) for z in (ze, z1, z2)]
    return torch.stack(hard + [divergence(z1, ze), divergence(z2, ze)])


def weight(epoch):
    return torch.exp(torch.tensor(-5.0 * (1 - min(epoch, RAMP) / RAMP) ** 2)).item()


def main():
    torch.manual_seed(4)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    model = randomised(Gated())
    batches = [(torch.randn(6, 3, 8, 8), torch.randint(0, CLASSES, (6,))) for _ in range(BATCHES)]
    for name, value in weights(model).items():
        tensors[f"weights/{name}"] = value
    for i, (images, labels) in enumerate(batches):
        tensors[f"batch/{i}/images"], tensors[f"batch/{i}/labels"] = images, labels
    model.train()
    optimiser = torch.optim.SGD(model.parameters(), 0.05, 0.9, weight_decay=1e-4, nesterov=True)
    trajectory = []
    for step in range(STEPS):
        images, labels = batches[step % BATCHES]
        z1, z2, ze = model(images)
        values = terms(z1, z2, ze, labels)
        loss = values[:3].sum() + weight(step // BATCHES) * values[3:].sum()
        optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            for name, value in zip(("branch-1", "branch-2", "gated"), (z1, z2, ze)):
                tensors[f"logits/{name}"] = value
            for name, parameter in model.named_parameters():
                tensors[f"gradient/{name}"] = parameter.grad.clone()
        optimiser.step()
    tensors["trajectory"] = torch.stack(trajectory)
    for name, value in weights(model).items():
        tensors[f"trained/{name}"] = value
    save("gated", tensors)


if __name__ == "__main__":
    main()
