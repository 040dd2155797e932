"""Writes trainer/src/test/resources/fixtures/adversarial.safetensors: adversarial feature map distillation as PyTorch computes it,
for AdversarialParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_adversarial_fixture.py

Written from the equations, not from the Java code. Three networks in a ring, residual ones of basic blocks: three stages with
one block each and width 2; four stages with two blocks each and width 1, whose last maps are half as large; three stages with
one block each and width 1. 3 classes, images of 16 pixels a side, temperature 3, weight 0.5. Network 0 learns from 2, 1 from 0,
2 from 1. Every step is SGD by logits, then Adam of the discriminators, then Adam of extractors and transfer layers, of which the
last two leave the networks' running statistics as they are. Keys:
  weights/...           of everything before the first step
  batch/...             4 batches of images and labels
  maps/...              of every network for the first batch, before the first step, in one shape
  terms/PHASE           of the first batch, before the first step
  gradient/PHASE/...    of every parameter that the phase moves, likewise
  trajectory            of 20 steps on the batches in turn: the terms of all phases
  trained/...           weights after these steps
"""

import torch
from torch import nn
from torch.nn import functional as F

from residual import Block, randomised, save, weights

CLASSES, TEMPERATURE, WEIGHT, STEPS, BATCHES = 3, 3.0, 0.5, 20, 4
LOGIT_RATE, MAP_RATE = 0.01, 5e-4
NETWORKS = [(3, 1, 2), (4, 2, 1), (3, 1, 1)]
TEACHER = [2, 0, 1]


class Peer(nn.Module):
    def __init__(self, stages, blocks, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.stages, inputs = stages, width
        for stage in range(stages):
            outputs = width << stage
            further = [Block(outputs, outputs, 1) for _ in range(blocks - 1)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(Block(inputs, outputs, 1 if stage == 0 else 2), *further))
            inputs = outputs
        self.fc = nn.Linear(inputs, CLASSES)

    def maps(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x

    def forward(self, x):
        return self.fc(self.maps(x).mean((2, 3)))


class Transfer(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class HalvingBlock(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, inputs // 2, 3, 2, 1, bias=False)
        self.bn = nn.BatchNorm2d(inputs // 2)

    def forward(self, x):
        return F.leaky_relu(self.bn(self.conv(x)), 0.1)


class Discriminator(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.add_module("0", HalvingBlock(channels))
        self.add_module("1", HalvingBlock(channels // 2))
        self.fc = nn.Linear(channels // 4, 1)

    def forward(self, x):
        x = self.get_submodule("1")(self.get_submodule("0")(x))
        return torch.sigmoid(self.fc(x.mean((2, 3))))


class Group(nn.Module):
    def __init__(self):
        super().__init__()
        channels = [width << (stages - 1) for stages, _, width in NETWORKS]
        self.branches = nn.ModuleList([Peer(*network) for network in NETWORKS])
        self.transfers = nn.ModuleList([Transfer(c, max(channels)) for c in channels])
        self.discriminators = nn.ModuleDict(
            {str(k): nn.ModuleDict({str(l): Discriminator(max(channels))}) for k, l in enumerate(TEACHER)}
        )

    def maps(self, images):
        """In one shape. Running statistics, which the phase of the logits has moved, stay as they are."""
        self.count(0.0)
        last = [peer.maps(images) for peer in self.branches]
        size = min(maps.shape[2] for maps in last)
        last = [F.avg_pool2d(maps, maps.shape[2] // size) for maps in last]
        last = [transfer(maps) for transfer, maps in zip(self.transfers, last)]
        self.count(0.1)
        return last

    def count(self, momentum):
        for part in (self.branches, self.transfers):
            for module in part.modules():
                if isinstance(module, nn.BatchNorm2d):
                    module.momentum = momentum

    def discriminator(self, k):
        return self.discriminators[str(k)][str(TEACHER[k])]

    def phases(self):
        networks = list(self.branches.parameters())
        extractors = [p for n, p in self.branches.named_parameters() if ".fc." not in n]
        return {
            "logits": networks,
            "discriminators": list(self.discriminators.parameters()),
            "generators": extractors + list(self.transfers.parameters()),
        }


def logits(group, images, labels):
    z = [peer(images) for peer in group.branches]
    hard = [F.cross_entropy(own, labels) for own in z]
    soft = []
    for k, own in enumerate(z):
        log_p = F.log_softmax(z[TEACHER[k]].detach() / TEMPERATURE, 1)
        log_q = F.log_softmax(own / TEMPERATURE, 1)
        soft.append(TEMPERATURE**2 * F.kl_div(log_q, log_p, reduction="batchmean", log_target=True))
    return torch.stack(hard + soft), sum(hard) + WEIGHT * sum(soft)


def discriminators(group, images, labels):
    maps = [m.detach() for m in group.maps(images)]
    terms = []
    for k, teacher in enumerate(TEACHER):
        terms.append(((1 - group.discriminator(k)(maps[teacher])) ** 2).mean())
        terms.append((group.discriminator(k)(maps[k]) ** 2).mean())
    return torch.stack(terms), sum(terms)


def generators(group, images, labels):
    maps = group.maps(images)
    terms = [((1 - group.discriminator(k)(maps[k])) ** 2).mean() for k in range(len(TEACHER))]
    return torch.stack(terms), sum(terms)


LOSSES = {"logits": logits, "discriminators": discriminators, "generators": generators}


def main():
    torch.manual_seed(13)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    group = randomised(Group())
    batches = [(torch.randn(6, 3, 16, 16), torch.randint(0, CLASSES, (6,))) for _ in range(BATCHES)]
    for i, (images, labels) in enumerate(batches):
        tensors[f"batch/{i}/images"], tensors[f"batch/{i}/labels"] = images, labels
    for name, value in weights(group).items():
        tensors[f"weights/{name}"] = value
    group.train()
    initial = {name: value.clone() for name, value in group.state_dict().items()}
    for k, maps in enumerate(group.maps(batches[0][0])):
        tensors[f"maps/{k}"] = maps
    for phase, loss in LOSSES.items():
        group.load_state_dict(initial)
        group.zero_grad()
        terms, total = loss(group, *batches[0])
        total.backward()
        tensors[f"terms/{phase}"] = terms
        moved = {id(p) for p in group.phases()[phase]}
        for name, parameter in group.named_parameters():
            if id(parameter) in moved and parameter.grad is not None:
                tensors[f"gradient/{phase}/{name}"] = parameter.grad.clone()
    group.load_state_dict(initial)
    moved = group.phases()
    optimisers = {
        "logits": torch.optim.SGD(moved["logits"], LOGIT_RATE, 0.9, weight_decay=5e-4, nesterov=True),
        "discriminators": torch.optim.Adam(moved["discriminators"], MAP_RATE),
        "generators": torch.optim.Adam(moved["generators"], MAP_RATE),
    }
    trajectory = []
    for step in range(STEPS):
        for phase, loss in LOSSES.items():
            group.zero_grad()
            terms, total = loss(group, *batches[step % BATCHES])
            total.backward()
            optimisers[phase].step()
            trajectory.append(terms.detach())
    tensors["trajectory"] = torch.cat(trajectory)
    for name, value in weights(group).items():
        tensors[f"trained/{name}"] = value
    save("adversarial", tensors)
    print(tensors["trajectory"].reshape(STEPS, -1)[[0, 1, 10, 19]])


if __name__ == "__main__":
    main()
