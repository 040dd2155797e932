"""Images a second of one network's training in eager PyTorch: the work of TrainingSpeed.java, as a good script does it.

Images lie in memory as bytes, batches are put together from them, cropped, flipped and normalised; AdamW (fused where the
device has it), cross-entropy, the loss read at every step as the product does. Prints the table of TrainingSpeedTest.

    python3 training_speed.py [--device cpu|cuda] [--threads N] [--channels-last] [--tf32] resnet8/32/64 ...
"""

import argparse
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 10
EPOCHS = 8
UNCOUNTED_EPOCHS = 2
STEPS_AN_EPOCH = 20
CROP = 4

SHAPES = {"resnet8": (16, 3, 1), "resnet14": (16, 3, 2), "resnet20": (16, 3, 3), "resnet32": (16, 3, 5), "resnet18": (64, 4, 2)}


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, width, stages, blocks):
        super().__init__()
        layers, inputs = [], width
        for stage in range(stages):
            for block in range(blocks):
                outputs = width << stage
                layers.append(Block(inputs, outputs, 2 if stage and not block else 1))
                inputs = outputs
        self.stem = nn.Sequential(nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        self.stages = nn.Sequential(*layers)
        self.fc = nn.Linear(inputs, CLASSES)

    def forward(self, x):
        return self.fc(self.stages(self.stem(x)).mean((2, 3)))


def batch_of(images, indices, device, mean, deviation):
    """Cropped and flipped per image on the bytes, then normalised on the device."""
    batch = F.pad(images[indices], (CROP,) * 4)
    size, count = images.shape[-1], len(indices)
    rows = torch.randint(0, 2 * CROP + 1, (count, 1)) + torch.arange(size)
    columns = torch.randint(0, 2 * CROP + 1, (count, 1)) + torch.arange(size)
    columns = torch.where(torch.rand(count, 1) < 0.5, columns.flip(1), columns)
    at = torch.arange(count).view(-1, 1, 1, 1)
    batch = batch[at, torch.arange(3).view(1, -1, 1, 1), rows.view(count, 1, -1, 1), columns.view(count, 1, 1, -1)]
    if device.type == "cuda":
        batch = batch.pin_memory()
    return (batch.to(device, non_blocking=True).float() - mean) / deviation


def speed(name, pixels, batch, device, channels_last):
    torch.manual_seed(0)
    images = torch.randint(0, 256, (batch * STEPS_AN_EPOCH, 3, pixels, pixels), dtype=torch.uint8)
    labels = torch.randint(0, CLASSES, (len(images),)).to(device)
    network = ResNet(*SHAPES[name]).to(device)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=1e-2, fused=True)
    mean = torch.full((3, 1, 1), 127.5, device=device)
    deviation = torch.full((3, 1, 1), 73.9, device=device)
    seconds = []
    for _ in range(EPOCHS):
        order = torch.randperm(len(images))
        start = time.perf_counter()
        for step in range(STEPS_AN_EPOCH):
            indices = order[step * batch : (step + 1) * batch]
            x = batch_of(images, indices, device, mean, deviation)
            if channels_last:
                x = x.contiguous(memory_format=torch.channels_last)
            loss = F.cross_entropy(network(x), labels[indices.to(device)])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            if not torch.isfinite(loss).item():
                raise SystemExit("the loss is not finite")
        seconds.append(time.perf_counter() - start)
    return len(images) / statistics.median(seconds[UNCOUNTED_EPOCHS:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("works", nargs="+", metavar="NETWORK/PIXELS/BATCH")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--tf32", action="store_true")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.backends.cudnn.allow_tf32 = asked.tf32
    torch.backends.cuda.matmul.allow_tf32 = asked.tf32
    device = torch.device(asked.device)
    where = torch.cuda.get_device_name(0) if asked.device == "cuda" else f"CPU, {asked.threads} threads"
    print(f"training speed of PyTorch {torch.__version__}, {where}, channels_last {asked.channels_last}, TF32 {asked.tf32}")
    print("| network | pixels | batch | images a second | a step |\n| --- | --- | --- | --- | --- |")
    for work in asked.works:
        name, pixels, batch = work.split("/")
        rate = speed(name, int(pixels), int(batch), device, asked.channels_last)
        print(f"| {name} | {pixels} | {batch} | {rate:.0f} | {1000 * int(batch) / rate:.2f} ms |", flush=True)


if __name__ == "__main__":
    main()
