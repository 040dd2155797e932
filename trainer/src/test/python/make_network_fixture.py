"""Writes trainer/src/test/resources/fixtures/networks/*.json: networks of torchvision and timm, for NetworkReferenceTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 torchvision==0.22.1 timm==1.0.31
    /tmp/venv/bin/python trainer/src/test/python/make_network_fixture.py [NAME...]

A file holds no weights. Both sides compute them from a variable's name and an element's index, and the images likewise, so
that a few values of each level, its sum and its norm are all that has to be kept. Beside them stand the variables with their
shapes and what they are like in a network that was just made: mean, standard deviation and what a thousandth of them lies above.
"""

import json
import math
import pathlib
import sys

import numpy as np
import timm
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "networks"
CLASSES = 10
SEEN = 12
"""Values of a level that are kept, evenly spaced from the first to the last."""


def uniform(name, count):
    """In [0, 1), by FNV-1a over the name and a finaliser over name and index."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    with np.errstate(over="ignore"):
        x = np.uint64(seed) + np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53


def values(name, shape):
    """What stands for learned weights: of the size that keeps activations sane."""
    centred = 2 * uniform(name, math.prod(shape)) - 1
    last = name.rsplit(".", 1)[-1]
    if last == "running_var" or (last == "weight" and len(shape) == 1):
        result = 1 + 0.2 * centred
    elif last in ("bias", "running_mean") and len(shape) == 1:
        result = 0.1 * centred
    elif last == "weight" and len(shape) in (2, 4) and "grn" not in name:
        result = centred * math.sqrt(6 / math.prod(shape[1:]))
    else:
        result = 0.5 * centred
    return torch.from_numpy(result.astype(np.float32).reshape(shape))


def images(size):
    centred = 2 * uniform("images", 2 * 3 * size * size) - 1
    return torch.from_numpy((1.7 * centred).astype(np.float32).reshape(2, 3, size, size))


class WideBlock(nn.Module):
    """Zagoruyko and Komodakis 2016, fig. 1a."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.convShortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if inputs != outputs else None

    def forward(self, x):
        active = F.relu(self.bn1(x))
        y = self.conv2(F.relu(self.bn2(self.conv1(active))))
        return y + (x if self.convShortcut is None else self.convShortcut(active))


class WideStage(nn.Module):
    def __init__(self, inputs, outputs, blocks, stride):
        super().__init__()
        self.layer = nn.Sequential(
            *(WideBlock(inputs if i == 0 else outputs, outputs, stride if i == 0 else 1) for i in range(blocks))
        )

    def forward(self, x):
        return self.layer(x)


class WideResNet(nn.Module):
    def __init__(self, blocks, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.block1 = WideStage(16, width, blocks, 1)
        self.block2 = WideStage(width, 2 * width, blocks, 2)
        self.block3 = WideStage(2 * width, 4 * width, blocks, 2)
        self.bn1 = nn.BatchNorm2d(4 * width)
        self.fc = nn.Linear(4 * width, CLASSES)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        nn.init.zeros_(self.fc.bias)

    def forward(self, x):
        x = self.block3(self.block2(self.block1(self.conv1(x))))
        return self.fc(F.relu(self.bn1(x)).mean((2, 3)))


def resnet(name, small):
    network = torchvision.models.get_model(name, num_classes=CLASSES)
    if small:
        network.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        nn.init.kaiming_normal_(network.conv1.weight, mode="fan_out", nonlinearity="relu")
        network.maxpool = nn.Identity()
    return network


class DenseLayer(nn.Module):
    """Huang et al. 2017 without bottleneck; torchvision has those with it only."""

    def __init__(self, inputs):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, 12, 3, 1, 1, bias=False)

    def forward(self, x):
        return torch.cat([x, self.conv1(F.relu(self.norm1(x)))], 1)


class DenseNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential()
        self.features.add_module("conv0", nn.Conv2d(3, 16, 3, 1, 1, bias=False))
        channels = 16
        for block in range(1, 4):
            layers = nn.Sequential()
            for layer in range(1, 13):
                layers.add_module(f"denselayer{layer}", DenseLayer(channels))
                channels += 12
            self.features.add_module(f"denseblock{block}", layers)
            if block < 3:
                transition = torchvision.models.densenet._Transition(channels, channels)
                self.features.add_module(f"transition{block}", transition)
        self.features.add_module("norm5", nn.BatchNorm2d(channels))
        self.classifier = nn.Linear(channels, CLASSES)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)
        nn.init.zeros_(self.classifier.bias)

    def forward(self, x):
        return self.classifier(F.relu(self.features(x)).mean((2, 3)))


VGG = {"vgg11": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2), "vgg16": (2, 2, 3, 3, 3)}


def vgg_levels(name):
    """The last activation in front of each pooling."""
    levels, at = [], 0
    for convolutions in VGG[name]:
        at += 3 * convolutions
        levels.append(f"features.{at - 1}")
        at += 1
    return levels


def vgg_small(name):
    network = torchvision.models.get_model(name + "_bn", num_classes=CLASSES)
    network.avgpool = nn.AdaptiveAvgPool2d(1)
    network.classifier = nn.Linear(512, CLASSES)
    nn.init.normal_(network.classifier.weight, 0, 0.01)
    nn.init.zeros_(network.classifier.bias)
    return network


def vgg_large(name, width):
    """torchvision's with fewer channels: its classifier alone has 120 million weights otherwise."""
    rows = []
    for stage, convolutions in enumerate(VGG[name]):
        rows += [width << min(stage, 3)] * convolutions + ["M"]
    features = torchvision.models.vgg.make_layers(rows, batch_norm=True)
    network = torchvision.models.vgg.VGG(features, num_classes=CLASSES, init_weights=False)
    dense = 64 * width
    network.classifier[0] = nn.Linear(8 * width * 49, dense)
    network.classifier[3] = nn.Linear(dense, dense)
    network.classifier[6] = nn.Linear(dense, CLASSES)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, 0, 0.01)
            nn.init.zeros_(module.bias)
    return network


def mobilenet(small):
    network = torchvision.models.mobilenet_v2(num_classes=CLASSES)
    if small:
        network.features[0][0].stride = (1, 1)
        network.features[2].conv[1][0].stride = (1, 1)
    return network


def shufflenet(name, small):
    network = torchvision.models.get_model(name, num_classes=CLASSES)
    if small:
        network.conv1[0].stride = (1, 1)
        network.maxpool = nn.Identity()
    return network


def efficientnet(small):
    network = timm.create_model("efficientnet_b0", num_classes=CLASSES)
    if small:
        network.conv_stem.stride = (1, 1)
        network.blocks[1][0].conv_dw.stride = (1, 1)
    return network


def convnext(name, small):
    network = timm.create_model(name, num_classes=CLASSES)
    if small:
        # Not by patch_size, with which timm halves the maps of the first stage instead.
        network.stem[0] = nn.Conv2d(3, network.stem[0].out_channels, 2, 2)
        timm.layers.trunc_normal_(network.stem[0].weight, std=0.02)
        nn.init.zeros_(network.stem[0].bias)
    return network


def seresnext(small):
    network = timm.create_model("seresnext26t_32x4d", num_classes=CLASSES)
    if small:
        network.conv1[0].stride = (1, 1)
        network.maxpool = nn.Identity()
    return network


def tokens_as_maps(out):
    side = math.isqrt(out.shape[1] - 1)
    return out[:, 1:].transpose(1, 2).reshape(out.shape[0], out.shape[2], side, side)


class Case:
    """What is compared: `levels` name the modules whose outputs are levels, `maps` makes (N, C, H, W) of these."""

    def __init__(self, source, make, levels, classifier, size, large=False, maps=lambda out: out):
        self.source, self.make, self.levels, self.classifier = source, make, levels, classifier
        self.size, self.large, self.maps = size, large, maps


RESNET = [f"layer{i}" for i in range(1, 5)]
WIDE = [f"block{i}" for i in range(1, 4)]
TORCHVISION = f"torchvision {torchvision.__version__.split('+')[0]} "
TIMM = f"timm {timm.__version__} "

CASES = {
    "resnet18": Case(TORCHVISION + "resnet18, small entry", lambda: resnet("resnet18", True), RESNET, "fc", 32),
    "resnet18-large": Case(TORCHVISION + "resnet18", lambda: resnet("resnet18", False), RESNET, "fc", 224, True),
    "resnet34": Case(TORCHVISION + "resnet34, small entry", lambda: resnet("resnet34", True), RESNET, "fc", 32),
    "resnet34-large": Case(TORCHVISION + "resnet34", lambda: resnet("resnet34", False), RESNET, "fc", 96, True),
    "resnet50": Case(TORCHVISION + "resnet50, small entry", lambda: resnet("resnet50", True), RESNET, "fc", 32),
    "resnet50-large": Case(TORCHVISION + "resnet50", lambda: resnet("resnet50", False), RESNET, "fc", 224, True),
    "wrn16": Case("WRN-16-2 as in the script", lambda: WideResNet(2, 32), WIDE, "fc", 32),
    "wrn28": Case("WRN-28-10 as in the script", lambda: WideResNet(4, 160), WIDE, "fc", 32),
    "wrn40": Case("WRN-40-2 as in the script", lambda: WideResNet(6, 32), WIDE, "fc", 32),
}

for vgg in VGG:
    CASES[vgg] = Case(
        f"{TORCHVISION}{vgg}_bn, small entry", lambda vgg=vgg: vgg_small(vgg), vgg_levels(vgg), "classifier", 32
    )
    CASES[f"{vgg}_8-large"] = Case(
        f"{TORCHVISION}{vgg}_bn, 8 channels", lambda vgg=vgg: vgg_large(vgg, 8), vgg_levels(vgg), "classifier.6", 96, True
    )

CASES["densenet40"] = Case(
    "DenseNet-40-12 as in the script", DenseNet, [f"features.denseblock{i}" for i in range(1, 4)], "classifier", 32
)
CONVNEXT = [f"stages.{i}" for i in range(4)]

CASES["vit-tiny@48"] = Case(
    TIMM + "vit_tiny_patch16_224, patches of 4, positions resampled from 32 to 48 pixels",
    lambda: timm.create_model(
        "vit_tiny_patch16_224", num_classes=CLASSES, img_size=32, patch_size=4, dynamic_img_size=True
    ),
    [f"blocks.{i}" for i in (2, 5, 8, 11)],
    "head",
    48,
    False,
    tokens_as_maps,
)
CASES["vit-tiny-large@144"] = Case(
    TIMM + "vit_tiny_patch16_224, positions resampled from 224 to 144 pixels",
    lambda: timm.create_model("vit_tiny_patch16_224", num_classes=CLASSES, dynamic_img_size=True),
    [f"blocks.{i}" for i in (2, 5, 8, 11)],
    "head",
    144,
    True,
    tokens_as_maps,
)

for small in (True, False):
    which = ", small entry" if small else ""
    suffix, size = ("", 32) if small else ("-large", 96)
    CASES["mobilenetv2" + suffix] = Case(
        f"{TORCHVISION}mobilenet_v2{which}",
        lambda small=small: mobilenet(small),
        ["features.1", "features.3", "features.6", "features.13", "features.17"],
        "classifier.1",
        size,
        not small,
    )
    for ours, theirs in (("shufflenetv2-x05", "shufflenet_v2_x0_5"), ("shufflenetv2-x1", "shufflenet_v2_x1_0")):
        CASES[ours + suffix] = Case(
            f"{TORCHVISION}{theirs}{which}",
            lambda theirs=theirs, small=small: shufflenet(theirs, small),
            ["stage2", "stage3", "stage4"],
            "fc",
            size,
            not small,
        )
    CASES["efficientnet-b0" + suffix] = Case(
        f"{TIMM}efficientnet_b0{which}",
        lambda small=small: efficientnet(small),
        ["blocks.0", "blocks.1", "blocks.2", "blocks.4", "blocks.6"],
        "classifier",
        32 if small else 224,
        not small,
    )
    CASES["seresnext26t" + suffix] = Case(
        f"{TIMM}seresnext26t_32x4d{which}", lambda small=small: seresnext(small), RESNET, "fc", size, not small
    )
    for kind in ("tiny", "small"):
        CASES[f"vit-{kind}{suffix}"] = Case(
            f"{TIMM}vit_{kind}_patch16_224" + (", patches of 4" if small else ""),
            lambda kind=kind, small=small: timm.create_model(
                f"vit_{kind}_patch16_224", num_classes=CLASSES, **(dict(img_size=32, patch_size=4) if small else {})
            ),
            [f"blocks.{i}" for i in (2, 5, 8, 11)],
            "head",
            32 if small else 224,
            not small,
            tokens_as_maps,
        )
    CASES["swin-tiny" + suffix] = Case(
        f"{TIMM}swin_tiny_patch4_window7_224" + (", patches of 2 and windows of 4" if small else ""),
        lambda small=small: timm.create_model(
            "swin_tiny_patch4_window7_224",
            num_classes=CLASSES,
            **(dict(img_size=64, patch_size=2, window_size=4) if small else dict(img_size=256)),
        ),
        [f"layers.{i}" for i in range(4)],
        "head.fc",
        64 if small else 256,
        not small,
        lambda out: out.permute(0, 3, 1, 2),
    )
    for kind in ("atto", "femto", "pico", "nano", "tiny"):
        CASES[f"convnextv2-{kind}{suffix}"] = Case(
            f"{TIMM}convnextv2_{kind}" + (", patches of 2" if small else ""),
            lambda kind=kind, small=small: convnext(f"convnextv2_{kind}", small),
            CONVNEXT,
            "head.fc",
            224 if kind == "atto" and not small else size,
            not small,
        )


def seen(tensor):
    flat = tensor.detach().double().flatten()
    at = [i * (flat.numel() - 1) // (SEEN - 1) for i in range(SEEN)]
    return {
        "shape": list(tensor.shape),
        "sum": flat.sum().item(),
        "norm": flat.norm().item(),
        "values": [flat[i].item() for i in at],
    }


def variables(network):
    """In the order of the state, as they are at first; counters of batches are none of ours."""
    rows = []
    for name, tensor in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        x = tensor.double()
        spread = x.std(unbiased=False).item()
        # Nearly the largest: timm's cut-off normal values are -2 now and then, where its uniform ones were 0.
        ordered = x.abs().flatten().sort().values
        largest = ordered[int(0.999 * (len(ordered) - 1))].item()
        rows.append([name, list(tensor.shape), x.mean().item(), spread, largest])
    return rows


def write(name, case):
    torch.manual_seed(0)
    network = case.make().eval()
    found = {}
    hooks = []
    for i, level in enumerate(case.levels):
        module = network.get_submodule(level)
        hooks.append(module.register_forward_hook(lambda m, args, out, i=i: found.__setitem__(i, case.maps(out))))
    classifier = network.get_submodule(case.classifier)
    hooks.append(classifier.register_forward_pre_hook(lambda m, args: found.__setitem__("embedding", args[0])))
    first = variables(network)
    learned = sum(p.numel() for p in network.parameters())
    state = {n: (values(n, t.shape) if t.is_floating_point() else t) for n, t in network.state_dict().items()}
    network.load_state_dict(state)
    batch = images(case.size) if case.size <= 64 else images(case.size)[:1]
    with torch.no_grad():
        logits = network(batch)
    for hook in hooks:
        hook.remove()
    content = {
        "source": case.source,
        "torch": torch.__version__.split("+")[0],
        "large": case.large,
        "size": case.size,
        "images": batch.shape[0],
        "parameters": learned,
        "levels": [seen(found[i]) for i in range(len(case.levels))],
        "embedding": seen(found["embedding"]),
        "logits": seen(logits),
        "variables": first,
    }
    text = json.dumps(content, separators=(",", ":"))
    text = text.replace('"variables":[', '"variables":[\n').replace("],[\"", '],\n["')
    (OUT / f"{name}.json").write_text(text + "\n")
    print(name, case.source, learned, [level["norm"] / math.prod(level["shape"]) ** 0.5 for level in content["levels"]])


def main():
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or CASES:
        write(name, CASES[name])


main()
