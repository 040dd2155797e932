"""A whole run of MLFD in eager PyTorch: experts, features, joint teacher, students and their accuracies on the test images.

The work of `src/bench/whole-run` on the same folders, as two scripts would do it:

    good     all in one process and in memory: images decoded once, the experts' features extracted in large batches, the
             joint teacher's logits and maps computed once, since it is frozen and sees each image as it is
    authors  as the authors' code works: features extracted one image at a time into a file each, which the trainings of
             the joint teacher and of the students read by a DataLoader; the joint teacher computes in every step

Layers and losses are those of src/docs/concepts.md: ResNet-8, one level (last), a shared trunk, students that learn from
labels, logits and maps; AdamW, OneCycle, batches of 64, random crops and mirrored images.

    python3 whole_run.py [--style good|authors] [--epochs N] [--threads N] [--channels-last] WORK FOLDER ...

FOLDER has train/CLASS/IMAGE and test/CLASS/IMAGE; weights and feature files are written below WORK.
"""

import argparse
import pathlib
import time

import numpy
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

from training_speed import SHAPES, Block, batch_of

BATCH = 64
LARGE_BATCH = 512
ADAPTOR = 128
WIDTH = 64
TEMPERATURE = 2
SOFT, FEATURES, HARD = 0.6, 0.2, 0.2
RATE = 3e-3
DECAY = 5e-4


class ResNet(nn.Module):
    """With the last stage's maps beside the logits."""

    def __init__(self, classes):
        super().__init__()
        width, stages, blocks = SHAPES["resnet8"]
        layers, inputs = [], width
        for stage in range(stages):
            for block in range(blocks):
                layers.append(Block(inputs, width << stage, 2 if stage and not block else 1))
                inputs = width << stage
        self.stem = nn.Sequential(nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        self.stages = nn.Sequential(*layers)
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        maps = self.stages(self.stem(x))
        return self.fc(maps.mean((2, 3))), maps


class SetNorm(nn.Module):
    """Batch normalisation whose scale and shift all data sets share, with running statistics of each."""

    def __init__(self, channels, sets):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        for i in range(sets):
            self.register_buffer(f"mean{i}", torch.zeros(channels))
            self.register_buffer(f"var{i}", torch.ones(channels))

    def forward(self, x, i):
        mean, var = self.get_buffer(f"mean{i}"), self.get_buffer(f"var{i}")
        return F.batch_norm(x, mean, var, self.weight, self.bias, self.training, 0.1, 1e-5)


class Neck(nn.Module):
    def __init__(self, inputs, sets):
        super().__init__()
        self.projection = nn.Conv2d(inputs, WIDTH, 1)
        self.norm = SetNorm(WIDTH, sets)

    def forward(self, x, i):
        return F.gelu(self.norm(self.projection(x), i))


class JointTeacher(nn.Module):
    def __init__(self, classes):
        super().__init__()
        sets = len(classes)
        self.norms = nn.ModuleList(SetNorm(WIDTH, sets) for _ in classes)
        self.adaptors = nn.ModuleList(nn.Conv2d(WIDTH, ADAPTOR, 1) for _ in classes)
        self.fused = SetNorm(ADAPTOR * sets, sets)
        self.output = Neck(ADAPTOR * sets, sets)
        self.necks = nn.ModuleList(Neck(WIDTH, 1) for _ in classes)
        self.heads = nn.ModuleList(nn.Linear(WIDTH, n) for n in classes)

    def forward(self, features, i):
        parts = [a(n(f, i)) for a, n, f in zip(self.adaptors, self.norms, features)]
        maps = self.necks[i](self.output(F.gelu(self.fused(torch.cat(parts, 1), i)), i), 0)
        return self.heads[i](F.dropout(maps.mean((2, 3)), 0.5, self.training)), maps


class DataSet:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        names = sorted(p.name for p in (self.folder / "train").iterdir())
        self.classes = len(names)
        self.train, self.train_labels = self.read("train", names)
        self.test, self.test_labels = self.read("test", names)
        pixels = self.train.float().transpose(0, 1).flatten(1)
        self.mean = pixels.mean(1).view(3, 1, 1)
        self.deviation = pixels.std(1).view(3, 1, 1)

    def read(self, split, names):
        images, labels = [], []
        for label, name in enumerate(names):
            for file in sorted((self.folder / split / name).iterdir()):
                with Image.open(file) as image:
                    images.append(torch.from_numpy(numpy.array(image.convert("RGB"))).permute(2, 0, 1))
                labels.append(label)
        return torch.stack(images), torch.tensor(labels)

    def clean(self, images):
        return (images.float() - self.mean) / self.deviation


def trained(parameters, steps, loss_of):
    optimizer = torch.optim.AdamW(parameters, RATE, weight_decay=DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.3)
    for step in range(steps):
        loss = loss_of(step)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        if not torch.isfinite(loss).item():
            raise SystemExit("the loss is not finite")


def batches(count, epochs):
    """Index lists of all epochs, with the last, smaller batch of each."""
    return [part for _ in range(epochs) for part in torch.randperm(count).split(BATCH)]


def evaluated(network, data):
    network.eval()
    with torch.no_grad():
        right = sum(
            (network(data.clean(x))[0].argmax(1) == y).sum().item()
            for x, y in zip(data.test.split(LARGE_BATCH), data.test_labels.split(LARGE_BATCH))
        )
    network.train()
    return 100 * right / len(data.test)


class Run:
    def __init__(self, asked):
        self.asked = asked
        self.work = pathlib.Path(asked.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.sets = [DataSet(folder) for folder in asked.folders]
        self.files = asked.style == "authors"

    def network(self, data):
        network = ResNet(data.classes)
        return network.to(memory_format=torch.channels_last) if self.asked.channels_last else network

    def batch(self, data, indices):
        x = batch_of(data.train, indices, torch.device("cpu"), data.mean, data.deviation)
        return x.contiguous(memory_format=torch.channels_last) if self.asked.channels_last else x

    def expert(self, data):
        network = self.network(data)
        order = batches(len(data.train), self.asked.epochs)
        loss = lambda step: F.cross_entropy(network(self.batch(data, order[step]))[0], data.train_labels[order[step]])
        trained(network.parameters(), len(order), loss)
        return network

    @torch.no_grad()
    def features(self, experts, data, images, name):
        """Every expert's maps of every image: tensors, or the folder of files of one image each."""
        for expert in experts:
            expert.eval()
        if not self.files:
            return [torch.cat([e(data.clean(x))[1] for x in images.split(LARGE_BATCH)]).contiguous() for e in experts]
        folder = self.work / name
        folder.mkdir(exist_ok=True)
        for i in range(len(images)):
            torch.save([e(data.clean(images[i : i + 1]))[1][0] for e in experts], folder / f"{i}.pt")
        return folder

    def rows(self, features, indices):
        if not self.files:
            return [f[indices] for f in features]
        loaded = [torch.load(features / f"{i}.pt") for i in indices.tolist()]
        return [torch.stack(maps) for maps in zip(*loaded)]

    def joint(self, features):
        teacher = JointTeacher([data.classes for data in self.sets])
        order = [(i, part) for i, data in enumerate(self.sets) for part in batches(len(data.train), self.asked.epochs)]
        order = [order[k] for k in torch.randperm(len(order))]

        def loss(step):
            i, part = order[step]
            return F.cross_entropy(teacher(self.rows(features[i], part), i)[0], self.sets[i].train_labels[part])

        trained(teacher.parameters(), len(order), loss)
        return teacher.eval()

    def joint_accuracy(self, teacher, features, i):
        labels = self.sets[i].test_labels
        with torch.no_grad():
            parts = torch.arange(len(labels)).split(LARGE_BATCH)
            right = sum((teacher(self.rows(features, p), i)[0].argmax(1) == labels[p]).sum().item() for p in parts)
        return 100 * right / len(labels)

    def student(self, i, teacher, features):
        data = self.sets[i]
        network = self.network(data)
        order = batches(len(data.train), self.asked.epochs)
        known = None
        if not self.files:
            with torch.no_grad():
                parts = torch.arange(len(data.train)).split(LARGE_BATCH)
                logits, maps = zip(*(teacher(self.rows(features, part), i) for part in parts))
                known = torch.cat(logits), torch.cat(maps)

        def targets(part):
            if known:
                return known[0][part], known[1][part]
            with torch.no_grad():
                return teacher(self.rows(features, part), i)

        def loss(step):
            part = order[step]
            logits, maps = network(self.batch(data, part))
            soft, wanted = targets(part)
            entropy = F.cross_entropy(logits / TEMPERATURE, F.softmax(soft / TEMPERATURE, 1)) * TEMPERATURE**2
            return (
                SOFT * entropy
                + FEATURES * F.mse_loss(maps, wanted)
                + HARD * F.cross_entropy(logits, data.train_labels[part])
            )

        trained(network.parameters(), len(order), loss)
        return network

    def whole(self):
        experts = [self.expert(data) for data in self.sets]
        told = [[evaluated(expert, data)] for expert, data in zip(experts, self.sets)]
        train = [self.features(experts, data, data.train, f"train{i}") for i, data in enumerate(self.sets)]
        test = [self.features(experts, data, data.test, f"test{i}") for i, data in enumerate(self.sets)]
        teacher = self.joint(train)
        for i, data in enumerate(self.sets):
            told[i].append(self.joint_accuracy(teacher, test[i], i))
            student = self.student(i, teacher, train[i])
            told[i].append(evaluated(student, data))
            torch.save(student.state_dict(), self.work / f"student{i}.pt")
            torch.save(experts[i].state_dict(), self.work / f"expert{i}.pt")
        torch.save(teacher.state_dict(), self.work / "joint.pt")
        return told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", metavar="WORK")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--style", choices=["good", "authors"], default="good")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(0)
    start = time.perf_counter()
    for folder, (expert, joint, student) in zip(asked.folders, Run(asked).whole()):
        print(f"{pathlib.Path(folder).name}: expert {expert:.1f}, joint teacher {joint:.1f}, student {student:.1f}")
    print(f"PyTorch {torch.__version__}, {asked.style}, {asked.threads} threads, {time.perf_counter() - start:.1f} s after imports")


if __name__ == "__main__":
    main()
