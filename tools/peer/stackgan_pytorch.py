"""StackGAN-Pytorch's networks and losses, trained on a prepared data set, for comparison with `stackgan start`.

`stackgan start` and this script can learn from the same folder for the same time, and `stackgan evaluate`
measures both in the same way. The networks have the layers, the shapes and the state_dict names of
github.com/hanzhanggit/StackGAN-Pytorch, and the losses are the same. The code is new, written from tables of
the networks and losses (docs/profiles.md).

Train, import and evaluate; OUT is a new folder. For Stage-I, import netG-stage1.pth instead:

    python3 tools/peer/stackgan_pytorch.py --data DATA --out OUT --minutes1 5 --minutes2 4
    npm run stackgan -- import stackgan-pytorch --generator OUT/netG-stage2.pth --data DATA --out OUT/stage2
    npm run stackgan -- evaluate --run OUT/stage2 --metrics attributes

It needs torch, numpy and Pillow (pip install torch numpy pillow). For the speed of "PyTorch, tuned" of
`npm run bench` (tools/bench/find-contestants.ts), put these variables before the first command. They make
glibc keep freed memory, and are read when a process starts:

    MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_TOP_PAD_=268435456

Minutes count the training alone: reading, decoding the small images and choosing a memory layout happen
before the clock starts.

The same as in StackGAN-Pytorch:

- D reads the mean of G's Conditioning Augmentation, detached.
- ReLU on that mean and on the logarithm of the variance.
- Mismatched pairs are the images of a batch without the last, and its texts without the first.
- D's encoder runs once on real images, for both kinds of pair.
- The loss of G is from the updated D, on the images of D's update.
- Stage-II's D has a second head that reads no text.
- The initial weights.

Different, for the best results in a short time:

- Sizes, learning rates and minutes are arguments; the defaults are narrow networks that suit minutes on a CPU.
- Stage-II's learning rate is halved at half of its time.
- The script saves a moving average of G's weights.
- Stage-II's Stage-I is that average, and normalises by its moving statistics, as when images are drawn (in
  StackGAN-Pytorch by the statistics of the batch).
- D returns logits, which gives the same loss without overflow.
"""

import argparse
import copy
import io
import json
import math
import mmap
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

CONDITION, LATENT = 128, 100
KL_WEIGHT = 2
BETAS = (0.5, 0.999)
AVERAGE_DECAY = 0.998
BASE_PREFIX = "STAGE1_G."
REPORT_SECONDS = 30


# The prepared data set; packages/data/src/prepared has its format.


@dataclass
class Example:
    first_row: int
    """Row of the embeddings of its first caption; those of the others follow."""
    captions: int
    images: list
    """Offset and length in the image file, for each size."""


class Dataset:
    """The training examples of a prepared folder."""

    def __init__(self, folder):
        self.folder = folder
        self.info = json.loads((folder / "dataset.json").read_text("utf-8"))
        if self.info["formatVersion"] != 1:
            raise SystemExit(f"{folder} has format version {self.info['formatVersion']}; this script reads version 1")
        self.examples = list(training_examples(folder))
        self.embeddings = read_embeddings(folder)

    @property
    def text_dim(self):
        return self.embeddings.shape[1]


def training_examples(folder):
    row = 0
    with open(folder / "examples.jsonl", "rb") as lines:
        for line in lines:
            example = json.loads(line)
            captions = len(example["captions"])
            if example["split"] == "train":
                yield Example(row, captions, example["images"])
            row += captions


def read_embeddings(folder):
    """Float32 [captions of all examples, text_dim], from a safetensors file."""
    with open(folder / "embeddings.safetensors", "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))["embeddings"]
        start, end = header["data_offsets"]
        file.seek(8 + length + start)
        return np.frombuffer(file.read(end - start), "<f4").reshape(header["shape"])


def stored_side(size, crop):
    """Side of the stored images: 76 for size 64 if the data set uses random crops."""
    return math.floor(size * 76 / 64 + 0.5) if crop else size


def decode(encoded, side):
    """RGB bytes [side, side, 3] of a PNG, WebP or JPEG, with transparency on white."""
    with Image.open(io.BytesIO(encoded)) as image:
        if image.size != (side, side):
            raise ValueError(f"an image has the size {image.size}, not {side}x{side}")
        if "A" in image.getbands() or "transparency" in image.info:
            layer = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
        return np.asarray(image.convert("RGB"))


class Images:
    """The training images of one size: all decoded now and kept, or each decoded on access."""

    def __init__(self, dataset, size, keep):
        self.side = stored_side(size, dataset.info["options"]["crop"])
        self.column = dataset.info["imageSizes"].index(size)
        self.examples = dataset.examples
        with open(dataset.folder / f"images-{size}.bin", "rb") as file:
            self.encoded = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.kept = np.stack([self.decoded(i) for i in range(len(self.examples))]) if keep else None

    def decoded(self, index):
        offset, length = self.examples[index].images[self.column]
        return decode(self.encoded[offset : offset + length], self.side)

    def __getitem__(self, index):
        return self.decoded(index) if self.kept is None else self.kept[index]


class Batches:
    """Endless shuffled batches of images and embeddings, prepared ahead in a thread.

    The last examples of an epoch are dropped if they do not fill a batch. Text is the mean of `captions` random
    captions of the image. Images are cropped and mirrored at random, as the data set says.
    """

    AHEAD = 4

    def __init__(self, dataset, images, size, batch, captions, seed):
        if len(dataset.examples) < batch:
            raise SystemExit(f"{dataset.folder} has fewer training images than one batch ({batch})")
        self.dataset, self.images = dataset, images
        self.size, self.batch, self.captions = size, batch, captions
        self.flip = dataset.info["options"]["flip"]
        self.random = np.random.default_rng(seed)
        self.members = self.endless_members()
        # One worker only, so that batches are made in order and follow from the seed.
        self.worker = ThreadPoolExecutor(1)
        self.ready = deque(self.worker.submit(self.make) for _ in range(self.AHEAD))

    def endless_members(self):
        count = len(self.dataset.examples)
        while True:
            order = self.random.permutation(count)
            for start in range(0, count - self.batch + 1, self.batch):
                yield order[start : start + self.batch]

    def make(self):
        """Images as bytes [N, H, W, 3], and text [N, text_dim]."""
        members = next(self.members)
        images = np.stack([self.window(self.images[i]) for i in members])
        return images, np.stack([self.text(self.dataset.examples[i]) for i in members])

    def window(self, image):
        left, top = self.random.integers(self.images.side - self.size + 1, size=2)
        window = image[top : top + self.size, left : left + self.size]
        return window[:, ::-1] if self.flip and self.random.random() < 0.5 else window

    def text(self, example):
        count = min(self.captions, example.captions)
        drawn = self.random.choice(example.captions, count, replace=False)
        return self.dataset.embeddings[example.first_row + drawn].mean(0)

    def __next__(self):
        self.ready.append(self.worker.submit(self.make))
        return self.ready.popleft().result()

    def close(self):
        self.worker.shutdown(cancel_futures=True)


def as_tensors(images, text, layout):
    """Images [N, 3, H, W] from -1 to 1, and text, of a batch."""
    scaled = torch.from_numpy(images).permute(0, 3, 1, 2).to(torch.float32).div_(127.5).sub_(1)
    return scaled.contiguous(memory_format=layout), torch.from_numpy(text)


# Networks. The names of the attributes and the positions in each sequence determine the state_dict.


def conv3x3(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)


def same(inputs, outputs, activation):
    """The layers of a block that keeps the image size, as a list."""
    return [conv3x3(inputs, outputs), nn.BatchNorm2d(outputs), activation]


def down(inputs, outputs, activation):
    """The layers of a block that halves the image size, as a list."""
    conv = nn.Conv2d(inputs, outputs, 4, stride=2, padding=1, bias=False)
    return [conv, nn.BatchNorm2d(outputs), activation]


def up(inputs, outputs):
    return nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), *same(inputs, outputs, nn.ReLU(True)))


def leaky():
    return nn.LeakyReLU(0.2, True)


def repeat_over(features, text):
    """Features [N, C, H, W], with text [N, E] appended to the channels at every pixel."""
    height, width = features.shape[2:]
    return torch.cat([features, text[:, :, None, None].expand(-1, -1, height, width)], 1)


class ConditioningAugmentation(nn.Module):
    def __init__(self, text_dim):
        super().__init__()
        self.fc = nn.Linear(text_dim, 2 * CONDITION)

    def forward(self, text):
        mean, log_variance = F.relu(self.fc(text)).chunk(2, 1)
        return mean, log_variance, mean + torch.exp(log_variance / 2) * torch.randn_like(mean)


class Stage1Generator(nn.Module):
    """Text to images of 64x64; draws its own noise. Returns images, mean, log_variance."""

    def __init__(self, text_dim, gf):
        super().__init__()
        units = 4 * 4 * 8 * gf
        self.ca_net = ConditioningAugmentation(text_dim)
        self.fc = nn.Sequential(
            nn.Linear(LATENT + CONDITION, units, bias=False), nn.BatchNorm1d(units), nn.ReLU(True)
        )
        self.upsample1 = up(8 * gf, 4 * gf)
        self.upsample2 = up(4 * gf, 2 * gf)
        self.upsample3 = up(2 * gf, gf)
        self.upsample4 = up(gf, gf // 2)
        self.img = nn.Sequential(conv3x3(gf // 2, 3), nn.Tanh())

    def forward(self, text):
        mean, log_variance, condition = self.ca_net(text)
        latent = torch.randn(len(text), LATENT)
        x = self.fc(torch.cat([latent, condition], 1)).unflatten(1, (-1, 4, 4))
        x = self.upsample4(self.upsample3(self.upsample2(self.upsample1(x))))
        return self.img(x), mean, log_variance


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block = nn.Sequential(
            *same(channels, channels, nn.ReLU(True)), conv3x3(channels, channels), nn.BatchNorm2d(channels)
        )

    def forward(self, x):
        return F.relu(x + self.block(x))


class Stage2Generator(nn.Module):
    """Text to images of 256x256, from those of a frozen Stage-I; draws its own noise."""

    def __init__(self, stage1, text_dim, gf, blocks):
        super().__init__()
        self.STAGE1_G = stage1
        self.ca_net = ConditioningAugmentation(text_dim)
        self.encoder = nn.Sequential(
            conv3x3(3, gf),
            nn.ReLU(True),
            *down(gf, 2 * gf, nn.ReLU(True)),
            *down(2 * gf, 4 * gf, nn.ReLU(True)),
        )
        self.hr_joint = nn.Sequential(*same(4 * gf + CONDITION, 4 * gf, nn.ReLU(True)))
        self.residual = nn.Sequential(*[Residual(4 * gf) for _ in range(blocks)])
        self.upsample1 = up(4 * gf, 2 * gf)
        self.upsample2 = up(2 * gf, gf)
        self.upsample3 = up(gf, gf // 2)
        self.upsample4 = up(gf // 2, gf // 4)
        self.img = nn.Sequential(conv3x3(gf // 4, 3), nn.Tanh())

    def train(self, mode=True):
        super().train(mode)
        self.STAGE1_G.eval()
        return self

    def forward(self, text):
        with torch.no_grad():
            sketch, _, _ = self.STAGE1_G(text)
        mean, log_variance, condition = self.ca_net(text)
        x = self.residual(self.hr_joint(repeat_over(self.encoder(sketch), condition)))
        x = self.upsample4(self.upsample3(self.upsample2(self.upsample1(x))))
        return self.img(x), mean, log_variance


class ConditionalHead(nn.Module):
    def __init__(self, channels):
        super().__init__()
        joint = same(channels + CONDITION, channels, leaky())
        self.outlogits = nn.Sequential(*joint, nn.Conv2d(channels, 1, 4))

    def forward(self, features, condition):
        return self.outlogits(repeat_over(features, condition)).flatten()


class UnconditionalHead(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.outlogits = nn.Sequential(nn.Conv2d(channels, 1, 4))

    def forward(self, features):
        return self.outlogits(features).flatten()


class Discriminator(nn.Module):
    """Discriminator of images of 64x64 (stage 1, one head) or 256x256 (stage 2, two heads)."""

    def __init__(self, stage, df):
        super().__init__()
        widths = [df, 2 * df, 4 * df, 8 * df] + ([16 * df, 32 * df] if stage == 2 else [])
        layers = [nn.Conv2d(3, df, 4, stride=2, padding=1, bias=False), leaky()]
        for inputs, outputs in zip(widths, widths[1:]):
            layers += down(inputs, outputs, leaky())
        if stage == 2:
            layers += [*same(32 * df, 16 * df, leaky()), *same(16 * df, 8 * df, leaky())]
        self.encode_img = nn.Sequential(*layers)
        self.get_cond_logits = ConditionalHead(8 * df)
        self.get_uncond_logits = UnconditionalHead(8 * df) if stage == 2 else None


@torch.no_grad()
def initialise(module):
    """StackGAN-Pytorch's initial weights, for `apply`; the bias of D's logits keeps PyTorch's default."""
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        module.weight.normal_(0, 0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.zero_()
    elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
        module.weight.normal_(1, 0.02)
        module.bias.zero_()


# Losses.


def cross_entropy(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def discriminator_loss(discriminator, images, generated, condition):
    real, made = discriminator.encode_img(images), discriminator.encode_img(generated)
    score, score_alone = discriminator.get_cond_logits, discriminator.get_uncond_logits
    matched = cross_entropy(score(real, condition), 1)
    mismatched = cross_entropy(score(real[:-1], condition[1:]), 0)
    wrong = mismatched + cross_entropy(score(made, condition), 0)
    if score_alone is None:
        return matched + wrong / 2
    alone_real, alone_made = cross_entropy(score_alone(real), 1), cross_entropy(score_alone(made), 0)
    return (matched + alone_real) / 2 + (wrong + alone_made) / 3


def generator_loss(discriminator, generated, condition):
    features = discriminator.encode_img(generated)
    loss = cross_entropy(discriminator.get_cond_logits(features, condition), 1)
    if discriminator.get_uncond_logits is None:
        return loss
    return loss + cross_entropy(discriminator.get_uncond_logits(features), 1)


def kl_divergence(mean, log_variance):
    return -0.5 * torch.mean(1 + log_variance - mean**2 - torch.exp(log_variance))


# Training.


class MovingAverage:
    """Moving average of the weights and moving statistics of a network."""

    def __init__(self, network):
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        own, followed = self.network.state_dict(), network.state_dict()
        # These tensors share memory with the networks, so one lookup is enough.
        self.pairs = [
            (own[name], tensor)
            for name, tensor in followed.items()
            if tensor.is_floating_point() and not name.startswith(BASE_PREFIX)
        ]

    def update(self, step):
        """The decay starts low, so that the initial weights soon lose influence."""
        decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
        for own, followed in self.pairs:
            own.lerp_(followed, 1 - decay)


def descend(adam, loss):
    adam.zero_grad(set_to_none=True)
    loss.backward()
    adam.step()


class Training:
    """The networks and optimisers of a stage, their steps and the moving average of G."""

    def __init__(self, generator, discriminator, learning_rate, layout):
        self.generator = generator.to(memory_format=layout).train()
        self.discriminator = discriminator.to(memory_format=layout).train()
        self.learning_rate, self.layout, self.steps = learning_rate, layout, 0
        self.average = MovingAverage(generator)
        trained = [weight for weight in generator.parameters() if weight.requires_grad]
        self.g_adam = torch.optim.Adam(trained, lr=learning_rate, betas=BETAS, fused=True)
        self.d_adam = torch.optim.Adam(discriminator.parameters(), lr=learning_rate, betas=BETAS, fused=True)

    def scale_learning_rate(self, factor):
        for adam in (self.g_adam, self.d_adam):
            for group in adam.param_groups:
                group["lr"] = factor * self.learning_rate

    def step(self, batch):
        """One update of both networks; returns the losses of D and G, and KL, as numbers."""
        images, text = as_tensors(*batch, self.layout)
        generated, mean, log_variance = self.generator(text)
        condition = mean.detach()
        d_loss = discriminator_loss(self.discriminator, images, generated.detach(), condition)
        descend(self.d_adam, d_loss)

        self.discriminator.requires_grad_(False)
        g_loss = generator_loss(self.discriminator, generated, condition)
        kl = kl_divergence(mean, log_variance)
        descend(self.g_adam, g_loss + KL_WEIGHT * kl)
        self.discriminator.requires_grad_(True)

        self.average.update(self.steps)
        self.steps += 1
        return np.array([d_loss.item(), g_loss.item(), kl.item()])


def in_faster_layout(make, batch):
    """A new Training in the faster of the two memory layouts, each tried for a few steps."""
    tried = []
    for layout in (torch.contiguous_format, torch.channels_last):
        training = make(layout)
        training.step(batch)
        tried.append((min(step_seconds(training, batch) for _ in range(3)), layout))
    return make(min(tried, key=lambda one: one[0])[1])


def step_seconds(training, batch):
    start = time.perf_counter()
    training.step(batch)
    return time.perf_counter() - start


class Report:
    """Prints the progress of a stage: mean losses and speed since the previous line."""

    def __init__(self, label, batch):
        self.label, self.batch = label, batch
        self.losses, self.begin = [], 0

    def add(self, step, losses, elapsed):
        if not np.isfinite(losses).all():
            raise SystemExit(f"{self.label} step {step}: a loss is not finite; lower the learning rate")
        self.losses.append(losses)
        if elapsed - self.begin >= REPORT_SECONDS:
            self.say(step, elapsed)

    def say(self, step, elapsed):
        if not self.losses:
            return
        d, g, kl = np.mean(self.losses, 0)
        speed = len(self.losses) * self.batch / (elapsed - self.begin)
        print(
            f"{self.label}  {elapsed:5.0f} s  step {step:6}  "
            f"D {d:.3f}  G {g:.3f}  KL {kl:.3f}  {speed:.1f} images/s",
            flush=True,
        )
        self.losses, self.begin = [], elapsed


def train(training, batches, minutes, label, halve):
    """Trains for `minutes`; `halve` halves the learning rate at half of the time."""
    report = Report(label, batches.batch)
    start, elapsed = time.perf_counter(), 0
    while elapsed < 60 * minutes:
        training.scale_learning_rate(0.5 if halve and elapsed >= 30 * minutes else 1)
        losses = training.step(next(batches))
        elapsed = time.perf_counter() - start
        report.add(training.steps, losses, elapsed)
    report.say(training.steps, elapsed)


def run_stage(label, make, batches, minutes, halve=False):
    """Trains the stage that `make` creates for a memory layout; returns the moving average of G."""
    training = in_faster_layout(make, next(batches))
    print(f"{label}  {minutes:g} minutes, {str(training.layout).removeprefix('torch.')}", flush=True)
    train(training, batches, minutes, label, halve)
    batches.close()
    return training.average.network


def train_stage1(dataset, options):
    images = Images(dataset, 64, keep=True)
    batches = Batches(dataset, images, 64, options.batch, options.captions, options.seed)

    def make(layout):
        torch.manual_seed(options.seed)
        generator = Stage1Generator(dataset.text_dim, options.gf).apply(initialise)
        discriminator = Discriminator(1, options.df).apply(initialise)
        return Training(generator, discriminator, options.learning_rate, layout)

    return run_stage("Stage-I ", make, batches, options.minutes1)


def train_stage2(dataset, stage1, options):
    images = Images(dataset, 256, keep=False)
    batches = Batches(dataset, images, 256, options.batch2, options.captions, options.seed)

    def make(layout):
        torch.manual_seed(options.seed)
        base = Stage1Generator(dataset.text_dim, options.gf)
        generator = Stage2Generator(base, dataset.text_dim, options.gf2, options.residual).apply(initialise)
        base.load_state_dict(stage1.state_dict())
        base.requires_grad_(False)
        discriminator = Discriminator(2, options.df2).apply(initialise)
        return Training(generator, discriminator, options.learning_rate2, layout)

    return run_stage("Stage-II", make, batches, options.minutes2, halve=True)


def save(network, path):
    torch.save({name: tensor.contiguous() for name, tensor in network.state_dict().items()}, path)
    print(f"wrote {path}", flush=True)


def main(options):
    torch.set_num_threads(options.threads)
    dataset = Dataset(options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    stage1 = train_stage1(dataset, options)
    save(stage1, options.out / "netG-stage1.pth")
    stage2 = train_stage2(dataset, stage1, options)
    save(stage2, options.out / "netG-stage2.pth")


def arguments():
    parser = argparse.ArgumentParser(
        description="Trains StackGAN-Pytorch's networks on a prepared data set.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--data", type=Path, required=True, help="prepared data set with images of 64 and 256 pixels")
    add("--out", type=Path, required=True, help="folder for netG-stage1.pth and netG-stage2.pth")
    add("--minutes1", type=float, required=True, help="training time of Stage-I")
    add("--minutes2", type=float, required=True, help="training time of Stage-II")
    add("--gf", type=int, default=16, help="width of Stage-I's generator")
    add("--df", type=int, default=16, help="width of Stage-I's discriminator")
    add("--gf2", type=int, default=32, help="width of Stage-II's generator")
    add("--df2", type=int, default=8, help="width of Stage-II's discriminator")
    add("--batch", type=int, default=16, help="images per step of Stage-I, at least 2")
    add("--batch2", type=int, default=4, help="images per step of Stage-II, at least 2")
    add("--residual", type=int, default=1, help="residual blocks of Stage-II's generator")
    add("--learning-rate", type=float, default=5e-4, help="learning rate of Stage-I, constant")
    add("--learning-rate2", type=float, default=3e-4, help="learning rate of Stage-II, halved at half of its time")
    add("--seed", type=int, default=0, help="seed of weights, batches and noise")
    add("--threads", type=int, default=2, help="threads of PyTorch")
    add("--captions", type=int, default=1, help="captions per image whose embeddings are averaged")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
