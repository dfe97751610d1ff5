"""StackGAN's training steps and sampling in PyTorch, for comparison by `npm run bench`.

The networks, losses and optimiser are this project's defaults (docs/profiles.md), written as a PyTorch user
would write them. Arguments: THREADS [--tuned] [--bfloat16]. Reads one JSON request {"task", "repeats"} per
line, always of the same task, and answers with {"milliseconds": [...], "peakMB"}; preparation is not counted.
--tuned takes the fused Adam; the environment makes the allocator keep memory (find-contestants.ts).
--bfloat16 computes under autocast: sums and weights stay float32.
"""

import argparse
import json
import resource
import sys
import time
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

TEXT, CONDITION, LATENT = 512, 128, 100


class ConditioningAugmentation(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(TEXT, 2 * CONDITION)

    def forward(self, text, epsilon):
        mean, log_variance = F.leaky_relu(self.dense(text), 0.2).chunk(2, 1)
        return mean, log_variance, mean + torch.exp(log_variance / 2) * epsilon


def up(inputs, outputs):
    return nn.Sequential(
        nn.Upsample(scale_factor=2, mode="nearest"),
        nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(True),
    )


def down(inputs, outputs, norm=True):
    layers = [nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False)]
    if norm:
        layers.append(nn.BatchNorm2d(outputs))
    return nn.Sequential(*layers, nn.LeakyReLU(0.2, True))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(True),
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x):
        return F.relu(x + self.block(x))


class Stage1Generator(nn.Module):
    def __init__(self, gf):
        super().__init__()
        self.gf = gf
        self.ca = ConditioningAugmentation()
        self.dense = nn.Sequential(
            nn.Linear(LATENT + CONDITION, 16 * 8 * gf, bias=False),
            nn.BatchNorm1d(16 * 8 * gf),
            nn.ReLU(True),
        )
        self.body = nn.Sequential(
            up(8 * gf, 4 * gf),
            up(4 * gf, 2 * gf),
            up(2 * gf, gf),
            up(gf, gf // 2),
            nn.Conv2d(gf // 2, 3, 3, 1, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, text, epsilon, latent):
        mean, log_variance, condition = self.ca(text, epsilon)
        x = self.dense(torch.cat([latent, condition], 1))
        return self.body(x.view(-1, 8 * self.gf, 4, 4)), mean, log_variance


class Stage2Generator(nn.Module):
    def __init__(self, gf, blocks):
        super().__init__()
        self.ca = ConditioningAugmentation()
        self.encoder = nn.Sequential(
            nn.Conv2d(3, gf, 3, 1, 1, bias=False),
            nn.ReLU(True),
            nn.Conv2d(gf, 2 * gf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(2 * gf),
            nn.ReLU(True),
            nn.Conv2d(2 * gf, 4 * gf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(4 * gf),
            nn.ReLU(True),
        )
        self.joint = nn.Sequential(
            nn.Conv2d(4 * gf + CONDITION, 4 * gf, 3, 1, 1, bias=False),
            nn.BatchNorm2d(4 * gf),
            nn.ReLU(True),
        )
        self.body = nn.Sequential(
            *[Residual(4 * gf) for _ in range(blocks)],
            up(4 * gf, 2 * gf),
            up(2 * gf, gf),
            up(gf, gf // 2),
            up(gf // 2, gf // 4),
            nn.Conv2d(gf // 4, 3, 3, 1, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, image, text, epsilon):
        mean, log_variance, condition = self.ca(text, epsilon)
        x = self.encoder(image)
        tiled = condition[:, :, None, None].expand(-1, -1, x.shape[2], x.shape[3])
        return self.body(self.joint(torch.cat([x, tiled], 1))), mean, log_variance


class Discriminator(nn.Module):
    def __init__(self, df, stage):
        super().__init__()
        widths = [1, 2, 4, 8] if stage == 1 else [1, 2, 4, 8, 16, 32]
        layers = [down(3, df, norm=False)]
        layers += [down(a * df, b * df) for a, b in zip(widths, widths[1:])]
        if stage == 2:
            for inputs, outputs in ((32, 16), (16, 8)):
                layers.append(
                    nn.Sequential(
                        nn.Conv2d(inputs * df, outputs * df, 1, bias=False),
                        nn.BatchNorm2d(outputs * df),
                        nn.LeakyReLU(0.2, True),
                    )
                )
        self.encoder = nn.Sequential(*layers)
        self.text = nn.Linear(TEXT, CONDITION)
        self.joint = nn.Sequential(
            nn.Conv2d(8 * df + CONDITION, 8 * df, 1, bias=False),
            nn.BatchNorm2d(8 * df),
            nn.LeakyReLU(0.2, True),
            nn.Conv2d(8 * df, 1, 4),
        )
        self.unconditional = nn.Conv2d(8 * df, 1, 4) if stage == 2 else None

    def score(self, features, text):
        tiled = F.leaky_relu(self.text(text), 0.2)[:, :, None, None].expand(-1, -1, 4, 4)
        return self.joint(torch.cat([features, tiled], 1)).flatten()


def bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


class Training:
    def __init__(self, stage, gf, df, batch, blocks=0, layout=torch.contiguous_format, tuned=False, bfloat16=False):
        self.stage, self.batch = stage, batch
        self.precision = partial(torch.autocast, "cpu", dtype=torch.bfloat16, enabled=bfloat16)
        self.first = Stage1Generator(gf)
        self.generator = self.first if stage == 1 else Stage2Generator(gf, blocks)
        self.discriminator = Discriminator(df, stage)
        for net in (self.first, self.generator, self.discriminator):
            net.to(memory_format=layout)
        if stage == 2:
            self.first.eval().requires_grad_(False)
        adam = dict(lr=2e-4, betas=(0.5, 0.999), fused=tuned)
        self.g_adam = torch.optim.Adam(self.generator.parameters(), **adam)
        self.d_adam = torch.optim.Adam(self.discriminator.parameters(), **adam)
        size = 64 if stage == 1 else 256
        self.images = (torch.rand(batch, 3, size, size) * 2 - 1).to(memory_format=layout)
        self.text = torch.randn(batch, TEXT)

    def generate(self):
        epsilon, latent = torch.randn(self.batch, CONDITION), torch.randn(self.batch, LATENT)
        if self.stage == 1:
            return self.generator(self.text, epsilon, latent)
        with torch.no_grad():
            sketch, _, _ = self.first(self.text, epsilon, latent)
        return self.generator(sketch, self.text, torch.randn(self.batch, CONDITION))

    def sample(self):
        self.generator.eval()
        with torch.no_grad(), self.precision():
            self.generate()[0].sum().item()

    def step(self):
        d = self.discriminator
        with self.precision():
            fake, mean, log_variance = self.generate()
            real = d.encoder(self.images)
            made = d.encoder(fake.detach())
            matched = bce(d.score(real, self.text), 1)
            mismatched = bce(d.score(real, self.text.roll(1, 0)), 0)
            generated = bce(d.score(made, self.text), 0)
            if d.unconditional is None:
                loss = matched + (mismatched + generated) / 2
            else:
                free_real = bce(d.unconditional(real).flatten(), 1)
                free_made = bce(d.unconditional(made).flatten(), 0)
                loss = (matched + free_real) / 2 + (generated + mismatched + free_made) / 3
        self.d_adam.zero_grad(set_to_none=True)
        loss.backward()
        self.d_adam.step()

        d.requires_grad_(False)
        with self.precision():
            features = d.encoder(fake)
            g_loss = bce(d.score(features, self.text), 1)
            if d.unconditional is not None:
                g_loss = g_loss + bce(d.unconditional(features).flatten(), 1)
            kl = -0.5 * torch.mean(1 + log_variance - mean**2 - torch.exp(log_variance))
        self.g_adam.zero_grad(set_to_none=True)
        (g_loss + 2 * kl).backward()
        self.g_adam.step()
        d.requires_grad_(True)
        return loss.item(), g_loss.item()


def milliseconds(run, repeats):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return times


def fastest(run, **sizes):
    """The run of the faster of the two memory layouts, each tried for a few steps."""
    tried = []
    for layout in (torch.contiguous_format, torch.channels_last):
        once = run(Training(layout=layout, **sizes))
        once()
        tried.append((min(milliseconds(once, 3)), layout))
        del once
    best = run(Training(layout=min(tried, key=lambda one: one[0])[1], **sizes))
    best()
    return best


def prepare(task, **tuning):
    if task["kind"] == "gemm":
        dtype = torch.bfloat16 if tuning["bfloat16"] else torch.float32
        a, b, product = (torch.randn(task["size"], task["size"]).to(dtype) for _ in range(3))
        return lambda: torch.mm(a, b, out=product)
    sampling = task["kind"] == "sampling"
    return fastest(lambda t: t.sample if sampling else t.step, **task["sizes"], **tuning)


def main(threads, **tuning):
    torch.set_num_threads(threads)
    run = None
    for line in sys.stdin:
        request = json.loads(line)
        if run is None:
            run = prepare(request["task"], **tuning)
        times = milliseconds(run, request["repeats"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"milliseconds": times, "peakMB": peak}), flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", action="version", version=f"PyTorch {torch.__version__}")
    parser.add_argument("--tuned", action="store_true")
    parser.add_argument("--bfloat16", action="store_true")
    parser.add_argument("threads", type=int)
    return vars(parser.parse_args())


if __name__ == "__main__":
    main(**arguments())
