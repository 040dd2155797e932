"""Writes trainer/src/test/resources/fixtures/contrast.safetensors: multi-view contrastive learning as PyTorch computes it,
for ContrastedParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_contrast_fixture.py

Written from the equations, not from the Java code. Three branches of a residual network of three stages, one block each,
width 2, of which the first is shared; 3 classes, images of 8 pixels a side, 24 train images, embeddings of length 5, 7 negatives
an image. Temperatures 0.2 and 3, weights 0.05 and 0.8, momentum 0.6. Keys:
  weights/...     of all branches and heads, and the memories, before the first step
  batch/...       4 batches: images, labels and, as indices, which of the train images they are
  candidates/...  of each of the 20 steps: (6, 8) rows of a memory, each image's own first
  logits/..., embeddings/...   of every branch for the first batch
  terms           of the first batch: cross-entropy of every branch, the divergence of the first, the contrasts of every branch
  gradient/...    of every parameter, first batch
  trajectory      of 20 steps of one SGD optimiser on the batches in turn: the terms and the weighted sum
  trained/...     weights and memories after these steps
"""

import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, randomised, save, weights

BRANCHES, CLASSES, WIDTH, STEPS, BATCHES, BATCH = 3, 3, 2, 20, 4, 6
IMAGES, SIZE, NEGATIVES = BATCHES * BATCH, 5, 7
CONTRAST_TEMPERATURE, CONTRAST_WEIGHT, MOMENTUM = 0.2, 0.05, 0.6
ENSEMBLE_TEMPERATURE, ENSEMBLE_WEIGHT = 3.0, 0.8


class Trunk(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, WIDTH, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(WIDTH)
        self.layer1 = nn.Sequential(Block(WIDTH, WIDTH, 1))

    def forward(self, x):
        return self.layer1(F.relu(self.bn1(self.conv1(x))))


class Branch(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer2 = nn.Sequential(Block(WIDTH, 2 * WIDTH, 2))
        self.layer3 = nn.Sequential(Block(2 * WIDTH, 4 * WIDTH, 2))
        self.fc = nn.Linear(4 * WIDTH, CLASSES)

    def forward(self, x):
        pooled = self.layer3(self.layer2(x)).mean((2, 3))
        return self.fc(pooled), pooled


class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4 * WIDTH, SIZE)
        self.register_buffer("memory", F.normalize(torch.randn(IMAGES, SIZE)))
        self.register_buffer("latest", torch.zeros(BATCH, SIZE))

    def forward(self, x):
        return F.normalize(self.fc(x))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Trunk()
        self.branches = nn.ModuleList([Branch() for _ in range(BRANCHES)])
        self.embeddings = nn.ModuleList([Embedding() for _ in range(BRANCHES)])

    def forward(self, images):
        maps = self.shared(images)
        logits, pooled = zip(*[branch(maps) for branch in self.branches])
        return logits, [head(x) for head, x in zip(self.embeddings, pooled)]


def contrast(embedding, memory, candidates):
    chosen = memory[candidates]
    similarity = torch.exp((chosen * embedding[:, None]).sum(2) / CONTRAST_TEMPERATURE)
    normaliser = (similarity.mean() * IMAGES).detach()
    probability = similarity / normaliser
    noise = NEGATIVES / IMAGES
    own = probability[:, 0] / (probability[:, 0] + noise)
    others = noise / (probability[:, 1:] + noise)
    return -(own.log().sum() + others.log().sum()) / len(embedding)


def terms(model, logits, embeddings, candidates, labels):
    hard = [F.cross_entropy(z, labels) for z in logits]
    ensemble = (sum(logits) / BRANCHES).detach()
    log_q = F.log_softmax(logits[0] / ENSEMBLE_TEMPERATURE, 1)
    log_p = F.log_softmax(ensemble / ENSEMBLE_TEMPERATURE, 1)
    soft = ENSEMBLE_TEMPERATURE**2 * F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)
    contrasts = []
    for j, embedding in enumerate(embeddings):
        others = [contrast(embedding, model.embeddings[i].memory, candidates) for i in range(BRANCHES) if i != j]
        contrasts.append(sum(others))
    return torch.stack(hard + [soft] + contrasts)


def take_over(model, embeddings, indices):
    with torch.no_grad():
        for head, embedding in zip(model.embeddings, embeddings):
            head.latest.copy_(embedding)
            head.memory[indices] = F.normalize(MOMENTUM * head.memory[indices] + (1 - MOMENTUM) * embedding)


def drawn(indices, labels_of):
    rows = []
    for image in indices.tolist():
        others = (labels_of != labels_of[image]).nonzero().flatten()
        rows.append(torch.cat([torch.tensor([image]), others[torch.randperm(len(others))[:NEGATIVES]]]))
    return torch.stack(rows)


def main():
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    model = randomised(Model())
    labels_of = torch.arange(IMAGES) % CLASSES
    order = torch.randperm(IMAGES)
    batches = []
    for i in range(BATCHES):
        indices = order[i * BATCH : (i + 1) * BATCH]
        batches.append((torch.randn(BATCH, 3, 8, 8), labels_of[indices], indices))
    for name, value in weights(model).items():
        tensors[f"weights/{name}"] = value
    for i, (images, labels, indices) in enumerate(batches):
        tensors[f"batch/{i}/images"], tensors[f"batch/{i}/labels"] = images, labels
        tensors[f"batch/{i}/indices"] = indices
    model.train()
    optimiser = torch.optim.SGD(model.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True)
    trajectory = []
    for step in range(STEPS):
        images, labels, indices = batches[step % BATCHES]
        candidates = drawn(indices, labels_of)
        tensors[f"candidates/{step}"] = candidates
        logits, embeddings = model(images)
        values = terms(model, logits, embeddings, candidates, labels)
        loss = (
            values[:BRANCHES].sum()
            + ENSEMBLE_WEIGHT * values[BRANCHES]
            + CONTRAST_WEIGHT * values[BRANCHES + 1 :].sum()
        )
        optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            for k in range(BRANCHES):
                tensors[f"logits/{k}"], tensors[f"embeddings/{k}"] = logits[k], embeddings[k]
            tensors["terms"] = values
            for name, parameter in model.named_parameters():
                tensors[f"gradient/{name}"] = parameter.grad.clone()
        optimiser.step()
        take_over(model, embeddings, indices)
    tensors["trajectory"] = torch.stack(trajectory)
    for name, value in weights(model).items():
        tensors[f"trained/{name}"] = value
    save("contrast", tensors)


if __name__ == "__main__":
    main()
