"""Writes trainer/src/test/resources/fixtures/feed.safetensors: FEED as PyTorch computes it, for FeedParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_feed_fixture.py

Written from the equations, not from the Java code. A toy student (its maps are relu(conv3x3 of the images), its logits a
linear layer on their mean) learns from labels and from the maps of two toy teachers of other widths, through a translator
each. After the first backward pass: translations, terms, gradients of everything that is trained. Then 20 steps of SGD by two
optimisers of the same settings. Last, the paraphraser: factors, reconstruction, its error and gradients.
"""

import pathlib

import safetensors.torch
import torch
from torch import nn
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "feed.safetensors"
STUDENT, TEACHERS, CLASSES = 4, (6, 3), 5
BETA, STEPS = 500.0, 20
SGD = dict(lr=0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)


def leaky(*channels):
    layers = []
    for i, o in zip(channels, channels[1:]):
        layers += [nn.Conv2d(i, o, 3, 1, 1), nn.LeakyReLU(0.1)]
    return nn.Sequential(*layers)


def named(stack):
    """Convolutions by their number among convolutions, as the Java side names them."""
    return {name: p for i, layer in enumerate(stack[::2]) for name, p in
            ((f"{i}.weight", layer.weight), (f"{i}.bias", layer.bias))}


class Toy(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(3, channels, 3, 2, 1)
        self.head = nn.Linear(channels, CLASSES)

    def forward(self, images):
        maps = self.conv(images).relu()
        return maps, self.head(maps.mean(dim=(2, 3)))


def unit(maps):
    flat = maps.flatten(1)
    return flat / flat.norm(dim=1, keepdim=True).clamp_min(1e-8)


def distance(maps, target):
    return (unit(maps) - unit(target)).abs().mean()


def main():
    torch.manual_seed(11)
    torch.use_deterministic_algorithms(True)
    student = Toy(STUDENT)
    teachers = [Toy(c).requires_grad_(False) for c in TEACHERS]
    translators = [leaky(STUDENT, STUDENT, c, c) for c in TEACHERS]
    tensors = {}

    def keep(name, value):
        tensors[name] = value.detach().clone().contiguous()

    def trained():
        for name, p in student.named_parameters():
            yield name, p
        for i, translator in enumerate(translators, 1):
            for name, p in named(translator).items():
                yield f"translators.{i}.{name}", p

    images = torch.randn(STEPS, 6, 3, 8, 8)
    labels = torch.randint(CLASSES, (STEPS, 6))
    keep("images", images)
    keep("labels", labels)
    for name, p in trained():
        keep(f"weights/{name}", p)
    for i, teacher in enumerate(teachers, 1):
        for name, p in teacher.named_parameters():
            keep(f"teachers/{i}/{name}", p)

    optimisers = [
        torch.optim.SGD(student.parameters(), **SGD),
        torch.optim.SGD([p for t in translators for p in t.parameters()], **SGD),
    ]
    losses = []
    for step in range(STEPS):
        maps, logits = student(images[step])
        hard = F.cross_entropy(logits, labels[step])
        terms = []
        for i, (teacher, translator) in enumerate(zip(teachers, translators), 1):
            translated = translator(maps)
            terms.append(distance(translated, teacher(images[step])[0].detach()))
            if step == 0:
                keep(f"translated/{i}", translated)
                keep(f"target/{i}", teacher(images[step])[0])
        total = hard + BETA * sum(terms)
        for optimiser in optimisers:
            optimiser.zero_grad()
        total.backward()
        if step == 0:
            for name, p in trained():
                keep(f"gradient/{name}", p.grad)
        losses.append(torch.stack([hard, *terms, total]).detach())
        for optimiser in optimisers:
            optimiser.step()
    assert all(p.grad is None for teacher in teachers for p in teacher.parameters())
    keep("losses", torch.stack(losses))
    for name, p in trained():
        keep(f"after/{name}", p)

    channels, factors = TEACHERS[0], 3
    encoder, decoder = leaky(channels, channels, factors, factors), leaky(factors, factors, channels, channels)
    target = teachers[0](images[0])[0].detach()
    code = encoder(target)
    again = decoder(code)
    error = (again - target).abs().mean()
    error.backward()
    keep("paraphraser/factors", code)
    keep("paraphraser/reconstruction", again)
    keep("paraphraser/error", error.reshape(1))
    for part, stack in (("encoder", encoder), ("decoder", decoder)):
        for name, p in named(stack).items():
            keep(f"paraphraser/weights/{part}.{name}", p)
            keep(f"paraphraser/gradient/{part}.{name}", p.grad)
    safetensors.torch.save_file(tensors, OUT, {"torch": torch.__version__.split("+")[0]})
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
