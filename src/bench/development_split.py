"""Makes a development copy of the study's data: what is chosen on it has not seen a test image.

    python3 src/bench/development_split.py ../shared/data development

Of each class of cifar10/train 50 images are drawn to be trained on, and the others are the test images; the two helper sets are copied as they are.
"""

import pathlib
import random
import shutil
import sys

TRAINED_ON = 50


def main(data, out):
    for helper in ("cifar100-20", "sign-digits"):
        shutil.copytree(data / helper, out / helper)
    draw = random.Random(7)
    for folder in sorted((data / "cifar10" / "train").iterdir()):
        files = sorted(folder.iterdir())
        draw.shuffle(files)
        for part, chosen in (("train", files[:TRAINED_ON]), ("test", files[TRAINED_ON:])):
            target = out / "cifar10" / part / folder.name
            target.mkdir(parents=True)
            for file in chosen:
                shutil.copy(file, target)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
