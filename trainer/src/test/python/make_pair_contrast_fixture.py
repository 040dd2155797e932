"""Writes trainer/src/test/resources/fixtures/pair-contrast.safetensors: mutual contrastive learning as PyTorch computes it,
for ContrastingParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_pair_contrast_fixture.py

Written from the equations, not from the Java code. Three networks: residual networks of three stages with one block each and
width 2, one block and width 3, one block and width 2. 3 classes, images of 8 pixels a side, embeddings of length 5. Weights 0.3
(within), 0.2 (between), 0.7 and 0.6 (their divergences), temperatures 0.2 and 3. Keys:
  weights/...     of all networks and heads before the first step
  batch/...       4 batches of 8 images and labels: pairs of three classes, of one of them two
  logits/..., embeddings/...   of every network for the first batch
  terms           of the first batch, network after network: cross-entropy, contrast within, contrasts between, divergences
                  of the similarities within, of those between
  gradient/...    of every parameter, first batch
  trajectory      of 20 steps of one SGD optimiser on the batches in turn: the terms and the weighted sum
  trained/...     weights after these steps
"""

import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, randomised, save, weights

WIDTHS, CLASSES, STEPS, BATCHES, SIZE = (2, 3, 2), 3, 20, 4, 5
WEIGHTS = torch.tensor([1, 0.3, 0.2, 0.7, 0.6])
TEMPERATURE, SOFT_TEMPERATURE = 0.2, 3.0


class Peer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = nn.Sequential(Block(width, width, 1))
        self.layer2 = nn.Sequential(Block(width, 2 * width, 2))
        self.layer3 = nn.Sequential(Block(2 * width, 4 * width, 2))
        self.fc = nn.Linear(4 * width, CLASSES)

    def forward(self, x):
        pooled = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x)))))).mean((2, 3))
        return self.fc(pooled), pooled


class Head(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.fc1 = nn.Linear(inputs, SIZE)
        self.fc2 = nn.Linear(SIZE, SIZE)

    def forward(self, x):
        return F.normalize(self.fc2(F.relu(self.fc1(x))))


class Cohort(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([Peer(width) for width in WIDTHS])
        self.embeddings = nn.ModuleList([Head(4 * width) for width in WIDTHS])

    def forward(self, images):
        logits, pooled = zip(*[peer(images) for peer in self.branches])
        return logits, [head(x) for head, x in zip(self.embeddings, pooled)]


def contrast(similarities, labels):
    own = torch.eye(len(labels), dtype=torch.bool)
    log_p = similarities.masked_fill(own, float("-inf")).log_softmax(1).masked_fill(own, 0)
    positive = (labels[:, None] == labels[None]) & ~own
    return -((log_p * positive).sum(1) / positive.sum(1)).mean()


def divergence(pupil, teacher):
    count = len(pupil)
    apart = ~torch.eye(count, dtype=torch.bool)
    q = F.log_softmax(pupil[apart].view(count, count - 1) / SOFT_TEMPERATURE, 1)
    p = F.log_softmax(teacher.detach()[apart].view(count, count - 1) / SOFT_TEMPERATURE, 1)
    return SOFT_TEMPERATURE**2 * F.kl_div(q, p, reduction="batchmean", log_target=True)


def terms(logits, embeddings, labels):
    count = len(logits)
    s = [[v @ u.T / TEMPERATURE for u in embeddings] for v in embeddings]
    values = []
    for k in range(count):
        others = [l for l in range(count) if l != k]
        values += [
            F.cross_entropy(logits[k], labels),
            contrast(s[k][k], labels),
            sum(contrast(s[k][l], labels) for l in others),
            sum(divergence(s[k][k], s[l][l]) for l in others),
            sum(divergence(s[k][l], s[l][k]) for l in others),
        ]
    return torch.stack(values)


def main():
    torch.manual_seed(9)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    model = randomised(Cohort())
    batches = []
    for i in range(BATCHES):
        labels = torch.tensor([0, 0, 1, 1, 2, 2, i % CLASSES, i % CLASSES])
        batches.append((torch.randn(8, 3, 8, 8), labels))
    for name, value in weights(model).items():
        tensors[f"weights/{name}"] = value
    for i, (images, labels) in enumerate(batches):
        tensors[f"batch/{i}/images"], tensors[f"batch/{i}/labels"] = images, labels
    model.train()
    optimiser = torch.optim.SGD(model.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True)
    trajectory = []
    for step in range(STEPS):
        images, labels = batches[step % BATCHES]
        logits, embeddings = model(images)
        values = terms(logits, embeddings, labels)
        loss = (values.view(len(WIDTHS), -1) * WEIGHTS).sum()
        optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            for k in range(len(WIDTHS)):
                tensors[f"logits/{k}"], tensors[f"embeddings/{k}"] = logits[k], embeddings[k]
            tensors["terms"] = values
            for name, parameter in model.named_parameters():
                tensors[f"gradient/{name}"] = parameter.grad.clone()
        optimiser.step()
    tensors["trajectory"] = torch.stack(trajectory)
    for name, value in weights(model).items():
        tensors[f"trained/{name}"] = value
    save("pair-contrast", tensors)


if __name__ == "__main__":
    main()
