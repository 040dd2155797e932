"""Writes trainer/src/test/resources/fixtures/mutual.safetensors: deep mutual learning as PyTorch computes it, for
MutualParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_mutual_fixture.py

Written from the equations, not from the Java code. Three peers: residual networks of three stages with one block each and
width 2, one block and width 3, two blocks and width 2. 3 classes, images of 8 pixels a side, temperature 2, weight 0.5. Keys:
  weights/...     of all peers before the first step
  batch/...       4 batches of images and labels
  logits/...      of every peer for the first batch
  terms           of the first batch: cross-entropy of every peer, then the mean divergence of every peer from the others
  gradient/...    of every parameter, first batch
  trajectory      of 20 steps of three SGD optimisers, one a peer, on the batches in turn: the terms and the weighted sum
  trained/...     weights after these steps
"""

import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, randomised, save, weights

CLASSES, TEMPERATURE, WEIGHT, STEPS, BATCHES = 3, 2.0, 0.5, 20, 4


class Peer(nn.Module):
    def __init__(self, blocks, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = self.stage(blocks, width, width, 1)
        self.layer2 = self.stage(blocks, width, 2 * width, 2)
        self.layer3 = self.stage(blocks, 2 * width, 4 * width, 2)
        self.fc = nn.Linear(4 * width, CLASSES)

    @staticmethod
    def stage(blocks, inputs, outputs, stride):
        further = [Block(outputs, outputs, 1) for _ in range(blocks - 1)]
        return nn.Sequential(Block(inputs, outputs, stride), *further)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


class Cohort(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([Peer(1, 2), Peer(1, 3), Peer(2, 2)])

    def forward(self, images):
        return [peer(images) for peer in self.branches]


def divergence(pupil, teacher):
    log_q = F.log_softmax(pupil / TEMPERATURE, 1)
    log_p = F.log_softmax(teacher.detach() / TEMPERATURE, 1)
    return TEMPERATURE**2 * F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)


def terms(logits, labels):
    hard = [F.cross_entropy(z, labels) for z in logits]
    soft = []
    for k, pupil in enumerate(logits):
        others = [divergence(pupil, teacher) for l, teacher in enumerate(logits) if l != k]
        soft.append(sum(others) / (len(logits) - 1))
    return torch.stack(hard + soft)


def main():
    torch.manual_seed(5)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    model = randomised(Cohort())
    batches = [(torch.randn(6, 3, 8, 8), torch.randint(0, CLASSES, (6,))) for _ in range(BATCHES)]
    for name, value in weights(model).items():
        tensors[f"weights/{name}"] = value
    for i, (images, labels) in enumerate(batches):
        tensors[f"batch/{i}/images"], tensors[f"batch/{i}/labels"] = images, labels
    model.train()
    optimisers = [
        torch.optim.SGD(peer.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True) for peer in model.branches
    ]
    trajectory = []
    for step in range(STEPS):
        images, labels = batches[step % BATCHES]
        logits = model(images)
        values = terms(logits, labels)
        loss = values[:3].sum() + WEIGHT * values[3:].sum()
        for optimiser in optimisers:
            optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            for k, z in enumerate(logits):
                tensors[f"logits/{k}"] = z
            tensors["terms"] = values
            for name, parameter in model.named_parameters():
                tensors[f"gradient/{name}"] = parameter.grad.clone()
        for optimiser in optimisers:
            optimiser.step()
    tensors["trajectory"] = torch.stack(trajectory)
    for name, value in weights(model).items():
        tensors[f"trained/{name}"] = value
    save("mutual", tensors)


if __name__ == "__main__":
    main()
