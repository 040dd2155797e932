"""Writes trainer/src/test/resources/fixtures/joint.safetensors: T* as PyTorch computes it, for JointTeacherParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.13.0 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_joint_fixture.py

Written from the equations, not from the Java code. Two experts, a of width 4 and b of width 2 at level last-1; levels
last-1 (4 pixels a side), last (2) and embedding; d = 3; no dropout. For a batch of data set a: maps and logits in training,
the gradient of one adaptor, the statistics that training left, then maps and logits in evaluation. Keys are
<trunk>/<experts>/..., below them weights/<name> for every tensor of T*.
"""

import pathlib

import safetensors.torch
import torch
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "joint.safetensors"
D = 3
LEVELS = ["last-1", "last", "embedding"]
CHANNELS = {"a": {"last-1": 4, "last": 8, "embedding": 8}, "b": {"last-1": 2, "last": 4, "embedding": 4}}
SIZE = {"last-1": 4, "last": 2}
CLASSES = 5
ACTIVATION = F.gelu


class Norm(nn.Module):
    """Batch normalisation; its statistics lie one name further down, under the data set."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(channels) + 0.5)
        self.bias = nn.Parameter(torch.randn(channels) * 0.3)
        self.a = nn.Module()
        self.a.register_buffer("running_mean", torch.randn(channels) * 0.2)
        self.a.register_buffer("running_var", torch.rand(channels) + 0.5)

    def forward(self, x):
        return F.batch_norm(
            x, self.a.running_mean, self.a.running_var, self.weight, self.bias, self.training, 0.1, 1e-5
        )


def projection(level, inputs, outputs):
    return nn.Linear(inputs, outputs) if level == "embedding" else nn.Conv2d(inputs, outputs, 1)


class Named(nn.Module):
    """Modules under names that Python does not allow as attributes."""

    def __init__(self, modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)

    def __getitem__(self, name):
        return self._modules[name]


class Neck(nn.Module):
    def __init__(self, level, inputs, outputs):
        super().__init__()
        self.projection = projection(level, inputs, outputs)
        self.norm = Norm(outputs)

    def forward(self, x):
        return ACTIVATION(self.norm(self.projection(x)))


def adaptor(level, channels):
    return Named({"norm": Norm(channels), "projection": projection(level, channels, D)})


class Level(nn.Module):
    def __init__(self, level, experts, before, width):
        super().__init__()
        self.level = level
        self.adaptors = Named({e: adaptor(level, CHANNELS[e][level]) for e in experts})
        fused = D * len(experts)
        if level == "last":
            self.descent = Named({"0": Named({"conv": nn.Conv2d(before, D, 3, 2, 1, bias=False)})})
            fused += D
        elif level == "embedding":
            fused += before
        self.fusion = Named({"norm": Norm(fused)})
        self.output = Neck(level, fused, width)

    def forward(self, features, muted, before):
        parts = []
        for expert, module in self.adaptors._modules.items():
            u = module["projection"](module["norm"](features[expert])) if expert != muted else None
            parts.append(u)
        like = next(u for u in parts if u is not None)
        parts = [torch.zeros_like(like) if u is None else u for u in parts]
        if self.level == "last":
            parts.append(self.descent["0"]["conv"](before))
        elif self.level == "embedding":
            parts.append(before.mean(dim=(2, 3)))
        return self.output(ACTIVATION(self.fusion["norm"](torch.cat(parts, 1))))


class JointTeacher(nn.Module):
    def __init__(self, trunk, fused):
        super().__init__()
        self.muted = "a" if fused == "OTHERS" and trunk == "SHARED" else None
        experts = ["b"] if fused == "OTHERS" and trunk == "PER_DATASET" else ["a", "b"]
        students = CHANNELS["a"]
        widths = (
            {l: max(CHANNELS[e][l] for e in CHANNELS) for l in LEVELS} if trunk == "SHARED" else students
        )
        levels = {}
        before = 0
        for level in LEVELS:
            levels[level] = Level(level, experts, before, widths[level])
            before = widths[level]
        if trunk == "SHARED":
            self.trunk = Named(levels)
            self.necks = Named({"a": Named({l: Neck(l, widths[l], students[l]) for l in LEVELS})})
        else:
            self.trunks = Named({"a": Named(levels)})
        self.shared = trunk == "SHARED"
        inputs = sum(students.values()) if self.shared else students["embedding"]
        self.heads = Named({"a": nn.Linear(inputs, CLASSES)})

    def forward(self, features):
        levels = self.trunk if self.shared else self.trunks["a"]
        trunk, maps, before = [], [], None
        for level in LEVELS:
            before = levels[level](features[level], self.muted, before)
            maps.append(self.necks["a"][level](before) if self.shared else before)
        pooled = [m.mean(dim=(2, 3)) if m.dim() == 4 else m for m in maps]
        return maps, self.heads["a"](torch.cat(pooled, 1) if self.shared else pooled[-1])


def batch(tensors):
    """Features of six images, as both experts see them, and their labels."""
    features = {}
    for level in LEVELS:
        space = (SIZE[level],) * 2 if level in SIZE else ()
        features[level] = {e: torch.randn(6, CHANNELS[e][level], *space).relu() for e in CHANNELS}
        for expert, value in features[level].items():
            tensors[f"features/{level}/{expert}"] = value
    labels = torch.tensor([0, 1, 2, 3, 4, 0])
    tensors["labels"] = labels
    return features, labels


def record(tensors, key, model, features, labels):
    """What T* gives in training and then in evaluation, and what training leaves."""
    for name, value in model.state_dict().items():
        tensors[f"{key}/weights/{name}"] = value.clone()
    model.train()
    maps, logits = model(features)
    F.cross_entropy(logits, labels).backward()
    adaptors = [(n, p) for n, p in model.named_parameters() if "last-1.adaptors.b.projection.weight" in n]
    tensors[f"{key}/train/gradient"] = adaptors[0][1].grad.clone()
    save(tensors, f"{key}/train", maps, logits)
    for name, value in model.named_buffers():
        tensors[f"{key}/statistics/{name}"] = value.clone()
    model.eval()
    save(tensors, f"{key}/eval", *model(features))


def main():
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    features, labels = batch(tensors)
    for trunk in ["SHARED", "PER_DATASET"]:
        for fused in ["ALL", "OTHERS"]:
            record(tensors, f"{trunk}/{fused}", JointTeacher(trunk, fused), features, labels)
    tensors = {name: value.detach().contiguous() for name, value in tensors.items()}
    safetensors.torch.save_file(tensors, OUT, {"torch": torch.__version__.split("+")[0]})
    print(OUT, OUT.stat().st_size)


def save(tensors, key, maps, logits):
    for level, value in zip(LEVELS, maps):
        tensors[f"{key}/maps/{level}"] = value
    tensors[f"{key}/logits"] = logits


if __name__ == "__main__":
    main()
