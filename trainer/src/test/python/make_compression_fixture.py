"""Writes trainer/src/test/resources/fixtures/compression.safetensors: online ensemble compression as PyTorch computes it, for
CompressionParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_compression_fixture.py

Written from the equations, not from the Java code. Three students of three stages with one block each, widths 4, 3 and 2 over
one stem of 4 channels. 3 classes, images of 8 pixels a side, temperature 2, weights 0.7, 0.15, 0.15. Keys:
  weights/...     of stem, students and adaptors before the first step
  batch/...       4 batches of images and labels
  logits/...      of every student for the first batch
  terms           of the first batch: cross-entropy of every student, errors of maps of every narrow one, then divergences
  gradient/...    of every parameter, first batch
  trajectory      of 20 steps of one SGD optimiser on the batches in turn: the terms and the weighted sum
  trained/...     weights after these steps
"""

import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, randomised, save, weights

WIDTHS, CLASSES, TEMPERATURE, STEPS, BATCHES = (4, 3, 2), 3, 2.0, 20, 4
HARD, FEATURES, SOFT = 0.7, 0.15, 0.15


class Stem(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(3, channels, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)

    def forward(self, images):
        return F.relu(self.bn1(self.conv1(images)))


class Student(nn.Module):
    def __init__(self, stem, width):
        super().__init__()
        self.layer1 = nn.Sequential(Block(stem, width, 1))
        self.layer2 = nn.Sequential(Block(width, 2 * width, 2))
        self.layer3 = nn.Sequential(Block(2 * width, 4 * width, 2))
        self.fc = nn.Linear(4 * width, CLASSES)

    def forward(self, x):
        maps = []
        for layer in (self.layer1, self.layer2, self.layer3):
            x = layer(x)
            maps.append(x)
        return maps, self.fc(x.mean((2, 3)))


class Students(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Stem(WIDTHS[0])
        self.branches = nn.ModuleList([Student(WIDTHS[0], width) for width in WIDTHS])
        self.adaptors = nn.ModuleDict({
            str(j): nn.ModuleList([nn.Conv2d(width << b, WIDTHS[0] << b, 1) for b in range(3)])
            for j, width in enumerate(WIDTHS) if j > 0
        })

    def forward(self, images):
        x = self.shared(images)
        return [student(x) for student in self.branches]


def divergence(pupil, teacher):
    log_q = F.log_softmax(pupil / TEMPERATURE, 1)
    log_p = F.log_softmax(teacher.detach() / TEMPERATURE, 1)
    return TEMPERATURE**2 * F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)


def terms(model, outputs, labels):
    logits = [z for _, z in outputs]
    ensemble = sum(logits) / len(logits)
    widest = outputs[0][0]
    hard = [F.cross_entropy(z, labels) for z in logits]
    features = []
    for j in range(1, len(outputs)):
        adapted = [adaptor(own) for adaptor, own in zip(model.adaptors[str(j)], outputs[j][0])]
        features.append(sum(F.mse_loss(a, m.detach()) for a, m in zip(adapted, widest)))
    soft = [divergence(z, ensemble) for z in logits]
    return torch.stack(hard + features + soft)


def main():
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    model = randomised(Students())
    batches = [(torch.randn(6, 3, 8, 8), torch.randint(0, CLASSES, (6,))) for _ in range(BATCHES)]
    for name, value in weights(model).items():
        tensors[f"weights/{name}"] = value
    for i, (images, labels) in enumerate(batches):
        tensors[f"batch/{i}/images"], tensors[f"batch/{i}/labels"] = images, labels
    model.train()
    optimiser = torch.optim.SGD(model.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True)
    factors = torch.tensor([HARD] * 3 + [FEATURES] * 2 + [SOFT] * 3)
    trajectory = []
    for step in range(STEPS):
        images, labels = batches[step % BATCHES]
        outputs = model(images)
        values = terms(model, outputs, labels)
        loss = (factors * values).sum()
        optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            for j, (_, z) in enumerate(outputs):
                tensors[f"logits/{j}"] = z
            tensors["terms"] = values
            for name, parameter in model.named_parameters():
                tensors[f"gradient/{name}"] = parameter.grad.clone()
        optimiser.step()
    tensors["trajectory"] = torch.stack(trajectory)
    for name, value in weights(model).items():
        tensors[f"trained/{name}"] = value
    save("compression", tensors)


if __name__ == "__main__":
    main()
