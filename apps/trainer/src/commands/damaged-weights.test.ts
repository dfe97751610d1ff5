import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPth, readSafetensors, writePth, writeSafetensors } from '@stackgan/formats';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeWithChecksums } from '../files/checksums.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { openCascade } from '../sampling/open-cascade.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyOptions,
} from '../testing/tiny.js';
import { trainSteps } from '../testing/train-steps.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { exportRun } from './export.js';
import { importRun } from './import.js';
import { sample } from './sample.js';

beforeAll(() => tf.setBackend('cpu'));

const network = { 'network.conditionActivation': 'relu', 'network.textPath': 'mean' };

async function newRun(folder: string, stage: 1 | 2, more = {}) {
  const data = join(folder, 'tiny');
  const overrides = { data, ...tinyOptions[`stage${stage}`], ...more };
  const options = resolveOptions({ stage, preset: 'quick-start', overrides });
  return createRun(options, join(folder, 'runs'));
}

/** Puts `value` into the second number of a weight of a saved network. */
async function damage(folder: string, name: string, value: number): Promise<void> {
  const { weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as {
    weightsManifest: [{ weights: { name: string; shape: number[] }[] }];
  };
  const path = join(folder, 'weights.bin');
  const bytes = await readFile(path);
  let position = 1;
  for (const { name: own, shape } of weightsManifest[0].weights) {
    if (own === name) break;
    position += tf.util.sizeFromShape(shape);
  }
  bytes.writeFloatLE(value, position * 4);
  await writeFile(path, bytes);
}

describe('damaged weights', () => {
  it('of a snapshot are refused by all that draw with them or build on them', async () => {
    const folder = await temporaryFolder();
    await tinyDataset(folder);
    const stage1 = await newRun(folder, 1, { steps: 1, 'ticks.snapshots': 1, ...network });
    await trainRun(stage1, quietContext());
    const stage2 = await newRun(folder, 2, { stage1 });
    await damage(join(stage1, 'snapshot-000001/generator-average'), 'up2_conv/kernel', NaN);
    await damage(join(stage1, 'snapshot-000001/discriminator'), 'down2_norm/moving_variance', -2);
    await damage(join(stage2, 'stage1'), 'up1_norm/gamma', Infinity);

    const out = join(folder, 'out');
    const kernel =
      /the weights in .*generator-average are damaged: up2_conv\/kernel \[3,3,\d+,\d+\] holds NaN at \[0,0,0,1\]; of its \d+ numbers 1 is damaged; use another snapshot/;
    await expect(openStackGAN(stage1, tinyEncoder)).rejects.toThrow(kernel);
    await expect(openCascade(stage1, tinyEncoder)).rejects.toThrow(kernel);
    await expect(newRun(folder, 2, { stage1 })).rejects.toThrow(kernel);
    const given = { run: stage1, part: 'generator', format: 'tfjs', out, backend: 'cpu' } as const;
    await expect(exportRun(given, quietContext())).rejects.toThrow(kernel);
    await expect(trainRun(stage2, quietContext())).rejects.toThrow(
      /stage1 are damaged: up1_norm\/gamma \[\d+\] holds Infinity at \[1\]/,
    );
    await damage(join(stage1, 'snapshot-000001/generator-average'), 'up2_conv/kernel', 0);
    await expect(exportRun({ ...given, part: 'discriminator' }, quietContext())).rejects.toThrow(
      /down2_norm\/moving_variance .* holds -2 at \[1\], below zero/,
    );
    await expect(stat(out)).rejects.toThrow();
    expect(await readdir(join(folder, 'runs'))).toHaveLength(2);
  });

  it('of a state are named, and the state before is the way out', async () => {
    const folder = await temporaryFolder();
    await tinyDataset(folder);
    const run = await newRun(folder, 1);
    await trainSteps(run, 2);
    const state = join(run, 'state-000002');
    const [position, bytes] = await Promise.all(
      ['state.json', 'tensors.safetensors'].map((name) => readFile(join(state, name))),
    );
    const { tensors } = readSafetensors(bytes!);
    const write = async (name: string, value: number) => {
      const { dtype, shape, data } = tensors[name]!;
      const changed = Float32Array.from(data as Float32Array).fill(value, 1, 3);
      const written = writeSafetensors({
        ...tensors,
        [name]: { dtype, shape, data: changed } as never,
      });
      // With the right checksums, as whoever changes a state may write them.
      await writeWithChecksums(
        { 'state.json': position!, 'tensors.safetensors': written },
        (file, data) => writeFile(join(state, file), data),
      );
    };
    await write('generator/002', NaN);
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /state-000002 does not fit the run \(tensor generator\/002 \(\w+\/\w+\) \[[\d,]+\] holds NaN at .* 2 are damaged\); .* delete the state/,
    );
    await write('optimizer-discriminator/000', Infinity);
    await expect(trainRun(run, quietContext())).rejects.toThrow(
      /tensor optimizer-discriminator\/000 \[[\d,]+\] holds Infinity/,
    );
  });

  it('of a .pth file are not imported, and nothing black is drawn of what was', async () => {
    const folder = await temporaryFolder();
    await tinyDataset(folder);
    const run = await newRun(folder, 1, { steps: 1, 'ticks.snapshots': 1, ...network });
    await trainRun(run, quietContext());
    const exported = { run, part: 'generator', format: 'pth', backend: 'cpu' } as const;
    await exportRun({ ...exported, out: join(folder, 'g') }, quietContext());
    const generator = join(folder, 'g', 'generator.pth');
    const { tensors } = readPth(await readFile(generator));
    const given = { generator, discriminator: undefined, data: undefined, backend: 'cpu' };
    const load = (out: string) => importRun({ ...given, out: join(folder, out) }, quietContext());
    const change = async (name: string, value: number, count: number) => {
      const { dtype, shape, data } = tensors[name]!;
      const changed = Float32Array.from(data as Float32Array).fill(value, 1, 1 + count);
      await writeFile(
        generator,
        writePth({ ...tensors, [name]: { dtype, shape, data: changed } as never }),
      );
    };
    await change('upsample1.1.weight', NaN, 1);
    await expect(load('a')).rejects.toThrow(
      /the weights in .*generator\.pth are damaged: upsample1\.1\.weight \[8,16,3,3\] holds NaN at \[0,0,0,1\]; of its 1152 numbers 1 is damaged; take an earlier/,
    );
    await change('fc.1.running_var', -1, 2);
    await expect(load('a')).rejects.toThrow(
      /fc\.1\.running_var \[256\] holds -1 at \[1\], below zero, which a variance cannot be; of its 256 numbers 2 are damaged/,
    );
    await expect(stat(join(folder, 'a'))).rejects.toThrow();

    // Sound one by one, and still of no use: what overflows as it is drawn.
    await change('ca_net.fc.weight', 3e38, 20);
    await load('huge');
    const embeddings = join(folder, 'text.safetensors');
    const values = {
      dtype: 'float32',
      shape: [1, 4],
      data: Float32Array.of(3e38, 3e38, 3e38, 3e38),
    } as const;
    await writeFile(embeddings, writeSafetensors({ embeddings: values }));
    const out = join(folder, 'drawn');
    const none = {
      texts: [],
      captions: undefined,
      interpolate: undefined,
      nearest: undefined,
      data: undefined,
    };
    const sampled = {
      ...none,
      embeddings,
      run: join(folder, 'huge'),
      seeds: '0',
      meanOnly: false,
      out,
      backend: 'cpu',
    };
    await expect(sample(sampled, quietContext())).rejects.toThrow(
      /snapshot-000000 draws NaN; it is damaged: use another snapshot/,
    );
    expect(await readdir(out)).toEqual([]);
  });
});
