"""Writes trainer/src/test/resources/fixtures/collaborative.safetensors: peer collaborative learning as PyTorch computes it,
for CollaborativeParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_collaborative_fixture.py

Written from the equations, not from the Java code. Three peers of a residual network of width 2 (one block a stage, three
stages, two of them shared), 3 classes, images of 8 pixels a side, temperature 3, weight 1, a ramp of 3 epochs of 4 steps,
averages that keep 0.8 at most. Keys:
  weights/...     of the peers, of the ensemble classifier and, under averages, of the running averages before the first step
  batch/...       4 batches: one view a peer, and labels
  logits/...      for the first batch: of every peer, of the ensemble classifier, of every running average
  terms           of the first batch: cross-entropies (ensemble, peers), divergences from the ensemble, from the averages
  gradient/...    of every parameter, first batch
  trajectory      of 20 steps of SGD on the batches in turn, the averages following each: the terms and the weighted sum
  trained/...     as weights, after these steps
"""

import copy
import math
import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, Stem, randomised, save, weights

CLASSES, WIDTH, PEERS, TAU, RAMP, DECAY, STEPS, BATCHES = 3, 2, 3, 3.0, 3, 0.8, 20, 4


class Branch(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer3 = nn.Sequential(Block(2 * WIDTH, 4 * WIDTH, 2))
        self.fc = nn.Linear(4 * WIDTH, CLASSES)

    def forward(self, x):
        embedding = self.layer3(x).mean((2, 3))
        return embedding, self.fc(embedding)


class Peers(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Stem(WIDTH)
        self.branches = nn.ModuleList([Branch() for _ in range(PEERS)])

    def forward(self, views):
        outputs = [branch(self.shared(view)) for branch, view in zip(self.branches, views)]
        return [h for h, _ in outputs], [z for _, z in outputs]


class Collaborators(nn.Module):
    def __init__(self):
        super().__init__()
        self.peers = Peers()
        self.ensemble = nn.Linear(PEERS * 4 * WIDTH, CLASSES)

    def forward(self, views):
        embeddings, logits = self.peers(views)
        return logits, self.ensemble(torch.cat(embeddings, 1))


def divergence(pupil, teacher):
    log_q = F.log_softmax(pupil / TAU, 1)
    log_p = F.log_softmax(teacher.detach() / TAU, 1)
    return TAU**2 * F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)


def terms(logits, ensemble, averages, labels):
    hard = [F.cross_entropy(z, labels) for z in [ensemble, *logits]]
    from_ensemble = [divergence(z, ensemble) for z in logits]
    from_averages = []
    for j, z in enumerate(logits):
        others = [divergence(z, averages[l]) for l in range(PEERS) if l != j]
        from_averages.append(sum(others) / (PEERS - 1))
    return torch.stack(hard + from_ensemble + from_averages)


def total(values, epoch):
    weight = math.exp(-5.0 * (1 - min(epoch, RAMP) / RAMP) ** 2)
    return values[: PEERS + 1].sum() + weight * values[PEERS + 1 :].sum()


def follow(averages, peers, step):
    kept = min(1 - 1 / (step + 1), DECAY)
    with torch.no_grad():
        own = averages.state_dict()
        for name, value in weights(peers).items():
            own[name].mul_(kept).add_((1 - kept) * value)


def named(model, averages):
    """Under the names that the Java program has."""
    online = {name.removeprefix("peers."): value for name, value in weights(model).items()}
    return online | {f"averages.{name}": value for name, value in weights(averages).items()}


def main():
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    model = randomised(Collaborators()).train()
    averages = copy.deepcopy(model.peers).eval()
    batches = [
        ([torch.randn(6, 3, 8, 8) for _ in range(PEERS)], torch.randint(0, CLASSES, (6,))) for _ in range(BATCHES)
    ]
    for name, value in named(model, averages).items():
        tensors[f"weights/{name}"] = value
    for i, (views, labels) in enumerate(batches):
        tensors[f"batch/{i}/labels"] = labels
        for j, view in enumerate(views):
            tensors[f"batch/{i}/view/{j}"] = view
    optimiser = torch.optim.SGD(model.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True)
    trajectory = []
    for step in range(STEPS):
        views, labels = batches[step % BATCHES]
        with torch.no_grad():
            _, taught = averages(views)
        logits, ensemble = model(views)
        values = terms(logits, ensemble, taught, labels)
        loss = total(values, step // BATCHES)
        optimiser.zero_grad()
        loss.backward()
        trajectory.append(torch.cat([values.detach(), loss.detach().reshape(1)]))
        if step == 0:
            tensors["logits/ensemble"], tensors["terms"] = ensemble, values
            for j in range(PEERS):
                tensors[f"logits/peer/{j}"], tensors[f"logits/average/{j}"] = logits[j], taught[j]
            for name, parameter in model.named_parameters():
                tensors[f"gradient/{name.removeprefix('peers.')}"] = parameter.grad.clone()
        optimiser.step()
        follow(averages, model.peers, step)
    tensors["trajectory"] = torch.stack(trajectory)
    for name, value in named(model, averages).items():
        tensors[f"trained/{name}"] = value
    save("collaborative", tensors)


if __name__ == "__main__":
    main()
