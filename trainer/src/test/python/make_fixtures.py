"""Writes trainer/src/test/resources/fixtures/pytorch.safetensors: what PyTorch computes, for PyTorchParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.13.0 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_fixtures.py

Float64 wherever a trajectory would amplify rounding, so that the tests can be tight. The settings stand here and in the
test; the file holds inputs and results only, and the versions in its metadata.
"""

import pathlib
import platform

import safetensors
import safetensors.torch
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    SequentialLR,
)

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "pytorch.safetensors"
F64 = torch.float64


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.downsample(x))


class ResNet8(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = nn.Sequential(BasicBlock(width, width, 1))
        self.layer2 = nn.Sequential(BasicBlock(width, 2 * width, 2))
        self.layer3 = nn.Sequential(BasicBlock(2 * width, 4 * width, 2))
        self.fc = nn.Linear(4 * width, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        maps = []
        for layer in (self.layer1, self.layer2, self.layer3):
            x = layer(x)
            maps.append(x)
        embedding = x.mean((2, 3))
        return maps, embedding, self.fc(embedding)


def rates(make, total):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = make(optimizer)
    values = []
    for _ in range(total):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(values) < total:
            schedule.step()
    return torch.tensor(values, dtype=F64)


def with_base(schedule, base):
    def make(optimizer):
        optimizer.param_groups[0]["lr"] = base
        return schedule(optimizer)

    return make


def warm_cosine(optimizer, rise, total):
    return SequentialLR(
        optimizer,
        [LinearLR(optimizer, 1 / rise, 1.0, rise - 1), CosineAnnealingLR(optimizer, total - rise)],
        [rise],
    )


def schedules(out):
    for i, (peak, warmup, total) in enumerate([(0.1, 0.2, 50), (3e-3, 0.133, 37), (1.0, 0.3, 10)]):
        out[f"onecycle.{i}"] = rates(lambda o: OneCycleLR(o, peak, total, pct_start=warmup), total)
    out["cosine"] = rates(with_base(lambda o: CosineAnnealingLR(o, 40), 0.1), 40)
    out["cosine.warmup"] = rates(with_base(lambda o: warm_cosine(o, 10, 50), 0.1), 50)
    out["step"] = rates(with_base(lambda o: MultiStepLR(o, [10, 15], 0.1), 0.1), 20)


def trajectory(out, name, make):
    start = torch.randn(2, 3, dtype=F64)
    gradients = torch.randn(10, 2, 3, dtype=F64)
    p = nn.Parameter(start.clone())
    optimizer = make([p])
    seen = []
    for gradient in gradients:
        p.grad = gradient.clone()
        optimizer.step()
        seen.append(p.detach().clone())
    out.update({f"{name}.start": start, f"{name}.gradients": gradients, f"{name}.values": torch.stack(seen)})


def with_gradient(out, name, x, function):
    x = x.clone().requires_grad_()
    value = function(x)
    value.sum().backward()
    out.update({f"{name}.value": value.detach().clone(), f"{name}.gradient": x.grad})


def soft_cross_entropy(logits, teacher, tau):
    return -(F.softmax(teacher / tau, 1) * F.log_softmax(logits / tau, 1)).sum(1).mean() * tau**2


def losses(out):
    logits, teacher = torch.randn(4, 5, dtype=F64) * 3, torch.randn(4, 5, dtype=F64) * 3
    labels = torch.tensor([1, 0, 4, 2])
    out.update({"loss.logits": logits, "loss.teacher": teacher, "loss.labels": labels})
    with_gradient(out, "loss.hard", logits, lambda x: F.cross_entropy(x, labels))
    with_gradient(out, "loss.smooth", logits, lambda x: F.cross_entropy(x, labels, label_smoothing=0.1))
    with_gradient(out, "loss.soft", logits, lambda x: soft_cross_entropy(x, teacher, 2.0))
    with_gradient(out, "loss.map", logits, lambda x: F.mse_loss(x, teacher))


def layers(out):
    x = torch.linspace(-6, 6, 25, dtype=F64)
    out["gelu.input"] = x
    with_gradient(out, "gelu", x, F.gelu)
    for name, layer, shape in (("bn2d", nn.BatchNorm2d(3), (4, 3, 2, 2)), ("bn1d", nn.BatchNorm1d(3), (6, 3))):
        layer = layer.double()
        nn.init.normal_(layer.weight)
        nn.init.normal_(layer.bias)
        x = torch.randn(shape, dtype=F64) * 2 + 5
        out.update({f"{name}.input": x, f"{name}.weight": layer.weight.detach().clone(), f"{name}.bias": layer.bias.detach().clone()})
        out[f"{name}.train"] = layer(x).detach()
        out[f"{name}.running_mean"] = layer.running_mean.clone()
        out[f"{name}.running_var"] = layer.running_var.clone()
        out[f"{name}.eval"] = layer.eval()(x).detach()


def state(out, prefix, network):
    for name, tensor in network.state_dict().items():
        out[f"{prefix}.{name}"] = tensor.clone()


def network(out):
    net = ResNet8(4, 5).double()
    state(out, "train.before", net)
    steps, batch = 5, 4
    images = torch.randn(steps, batch, 3, 8, 8, dtype=F64)
    labels = torch.randint(0, 5, (steps, batch))
    teacher = torch.randn(steps, batch, 5, dtype=F64) * 3
    maps = torch.randn(steps, batch, 16, 2, 2, dtype=F64)
    out.update({"train.images": images, "train.labels": labels, "train.teacher": teacher, "train.maps": maps})
    optimizer = torch.optim.SGD(net.parameters(), lr=1, momentum=0.9, nesterov=True, weight_decay=5e-4)
    schedule = OneCycleLR(optimizer, 0.1, steps, pct_start=0.4, cycle_momentum=False)
    seen = []
    for i in range(steps):
        stages, _, logits = net(images[i])
        loss = (
            0.6 * soft_cross_entropy(logits, teacher[i], 2.0)
            + 0.2 * F.mse_loss(stages[-1], maps[i])
            + 0.2 * F.cross_entropy(logits, labels[i], label_smoothing=0.1)
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if i + 1 < steps:
            schedule.step()
        seen.append(loss.detach())
    out["train.losses"] = torch.stack(seen)
    state(out, "train.after", net)
    net = net.float().eval()
    state(out, "forward.state", net)
    x = torch.randn(2, 3, 8, 8)
    stages, embedding, logits = net(x)
    out.update({"forward.images": x, "forward.embedding": embedding.detach(), "forward.logits": logits.detach()})
    out.update({f"forward.stage{i}": stage.detach() for i, stage in enumerate(stages)})


def initialisation(out):
    """Bounds and spreads of PyTorch's own start values, over many draws."""
    linear = [nn.Linear(12, 50) for _ in range(200)]
    conv = [nn.Conv2d(3, 50, 3) for _ in range(200)]
    normal = [nn.init.kaiming_normal_(torch.empty(50, 3, 3, 3), mode="fan_out", nonlinearity="relu") for _ in range(200)]
    weights = {
        "linear.weight": [layer.weight for layer in linear],
        "linear.bias": [layer.bias for layer in linear],
        "conv.weight": [layer.weight for layer in conv],
        "residual.weight": normal,
    }
    for name, tensors in weights.items():
        values = torch.cat([tensor.detach().flatten() for tensor in tensors]).double()
        out[f"init.{name}"] = torch.stack([values.abs().max(), values.std()])


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    out = {}
    schedules(out)
    trajectory(out, "sgd", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01))
    trajectory(out, "adamw", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1))
    losses(out)
    layers(out)
    network(out)
    initialisation(out)
    # One entry: the order of several is not fixed, and the file is to come out the same every time.
    versions = f"torch {torch.__version__}, safetensors {safetensors.__version__}, python {platform.python_version()}"
    OUT.parent.mkdir(parents=True, exist_ok=True)
    safetensors.torch.save_file({name: tensor.contiguous() for name, tensor in out.items()}, OUT, {"versions": versions})
    print(OUT, OUT.stat().st_size, "bytes", len(out), "tensors", versions)


if __name__ == "__main__":
    main()
