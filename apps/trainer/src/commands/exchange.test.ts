import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPth, readSafetensors, writePth } from '@stackgan/formats';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportPart } from '../exchange/export-formats.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import type { ExportArguments } from './export.js';
import type { ImportArguments } from './import.js';
import { loadModel } from '../run-directory/model-files.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { FOLDERS } from '../run-directory/snapshot.js';
import { drawCaption } from '../sampling/draw-caption.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyOptions,
} from '../testing/tiny.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { exportRun } from './export.js';
import { importRun } from './import.js';

beforeAll(() => tf.setBackend('cpu'));

/** A Stage-I run of the shape that StackGAN-Pytorch has. */
async function trainedRun(folder: string, overrides = {}) {
  const data = await tinyDataset(folder);
  const network = { 'network.conditionActivation': 'relu', 'network.textPath': 'mean' };
  const options = resolveOptions({
    stage: 1,
    preset: 'quick-start',
    overrides: { data, ...tinyOptions.stage1, ...network, 'network.jointKernel': 3, ...overrides },
  });
  const run = await createRun(options, join(folder, 'runs'));
  await trainRun(run, quietContext());
  return { run, data };
}

const exported = (folder: string, run: string, given: Partial<ExportArguments>) =>
  exportRun(
    { run, format: 'pth', part: 'generator', out: folder, backend: 'cpu', ...given },
    quietContext(),
  );

async function pixels(run: string) {
  const opened = await openStackGAN(run, tinyEncoder);
  const [image] = await drawCaption(opened, 'a caption', { seed: 1, meanOnly: false });
  return image!.data;
}

describe('export and import', () => {
  it('give the same images back, from a .pth file', async () => {
    const folder = await temporaryFolder();
    const { run, data } = await trainedRun(folder);
    const [netG, netD, out] = ['g', 'd', 'imported'].map((name) => join(folder, name));
    await exported(netG!, run, {});
    await exported(netD!, run, { part: 'discriminator' });
    const context = quietContext();
    const given = {
      generator: join(netG!, 'generator.pth'),
      discriminator: join(netD!, 'discriminator.pth'),
      ...{ data, out: out!, backend: 'cpu' },
    };
    await importRun(given, context);
    expect(context.lines.at(-1)).toMatch(/imported: Stage-I, gf 2, .* text of tiny, 4 numbers$/);
    expect(await pixels(out!)).toEqual(await pixels(run));
    expect(await readFile(join(out!, 'snapshot-000000', 'README.md'), 'utf8')).toMatch(
      /imported from generator\.pth/,
    );
    await expect(importRun(given, context)).rejects.toThrow(/imported is there already/);

    // Without a data set, the encoder is unknown.
    const other = join(folder, 'other');
    await importRun({ ...given, data: undefined, out: other }, context);
    await expect(openStackGAN(other, tinyEncoder)).rejects.toThrow(/unknown encoder/);
    const index = async (folder: string) =>
      JSON.parse(await readFile(join(folder, 'snapshot-000000/stackgan.json'), 'utf8')) as object;
    const stage1 = 'generator-average';
    expect(await index(other)).toEqual({ format: 1, stage1 });
    const encoder = { name: 'tiny', hash: 'tiny-hash-1', dimension: 4 };
    expect(await index(out!)).toEqual({ format: 1, stage1, encoder });
  });

  it('write the same tensors as safetensors, and models of TensorFlow.js', async () => {
    const folder = await temporaryFolder();
    const { run } = await trainedRun(folder, { steps: 1, 'ticks.snapshots': 1 });
    const [pth, safe, models] = ['p', 's', 't'].map((name) => join(folder, name));
    await exported(pth!, run, {});
    await exported(safe!, run, { format: 'safetensors' });
    await exported(models!, run, { format: 'tfjs' });
    const one = readPth(await readFile(join(pth!, 'generator.pth'))).tensors;
    const other = readSafetensors(await readFile(join(safe!, 'generator.safetensors'))).tensors;
    expect(Object.keys(one)).toEqual(Object.keys(other));
    expect(one['img.0.weight']).toEqual(other['img.0.weight']);
    const topology = await readFile(join(models!, 'stage1', 'model.json'), 'utf8');
    expect(JSON.parse(topology)).toMatchObject({ format: 'layers-model' });
  });

  it('keep what StackGAN-Pytorch has no place for in safetensors; .pth says why it cannot', async () => {
    const folder = await temporaryFolder();
    const short = { steps: 1, 'ticks.snapshots': 1 };
    const { run: stage1, data } = await trainedRun(folder, {
      ...short,
      'network.logitBias': false,
    });
    const options = resolveOptions({
      stage: 2,
      preset: 'quick-start',
      overrides: {
        ...{ data, stage1, ...tinyOptions.stage2, ...short, 'network.textPath': 'mean' },
        'network.logitBias': false,
      },
    });
    const stage2 = await createRun(options, join(folder, 'runs'));
    await trainRun(stage2, quietContext());

    const bias = /network.logitBias is true, not false; export it with --format safetensors, onnx/;
    const side = /no place in .* where network.imageSize is 256, not 128; export it/;
    const refused = (run: string, part: ExportPart) => exported(join(folder, 'no'), run, { part });
    await expect(refused(stage1, 'discriminator')).rejects.toThrow(bias);
    await expect(refused(stage2, 'discriminator')).rejects.toThrow(bias);
    await expect(refused(stage2, 'discriminator')).rejects.toThrow(/jointKernel is 3, not 1/);
    await expect(refused(stage2, 'generator')).rejects.toThrow(side);
    await expect(refused(stage2, 'stage2')).rejects.toThrow(side);
    await exported(join(folder, 'stage1'), stage2, { part: 'stage1' });

    const context = quietContext();
    const kept = async (run: string, part: ExportPart) => {
      const out = join(folder, `${part} of ${basename(run)}`);
      await exportRun({ run, part, out, format: 'safetensors', backend: 'cpu' }, context);
      return readSafetensors(await readFile(join(out, `${part}.safetensors`))).tensors;
    };
    for (const run of [stage1, stage2]) {
      const network = await loadModel(join(await findSnapshot(run), FOLDERS.discriminator));
      const tensors = await kept(run, 'discriminator');
      expect(Object.keys(tensors)).toHaveLength(network.weights.length);
      expect(Object.keys(tensors)).not.toContain('get_cond_logits.outlogits.3.bias');
      const [joint] = network.weights.filter((each) => each.originalName === 'joint_conv/kernel');
      const order = tf.transpose(joint!.read(), [3, 2, 0, 1]);
      const { shape, data } = tensors['get_cond_logits.outlogits.0.weight']!;
      expect(shape).toEqual(order.shape);
      expect(data).toEqual(order.dataSync());
    }
    const tensors = await kept(stage2, 'generator');
    const names = Object.keys(tensors);
    expect(names).toContain('upsample3.1.weight');
    expect(names).toContain('STAGE1_G.upsample4.1.weight');
    expect(names.filter((name) => name.startsWith('upsample4'))).toEqual([]);
    expect(tensors['img.0.weight']!.shape).toEqual([3, 1, 3, 3]);
    expect(context.lines.at(-1)).toMatch(/does not load it: there, network.imageSize is 256/);
  });

  it('reads checkpoints that PyTorch wrote, one level down, and says so', async () => {
    const folder = await temporaryFolder();
    const fixture = (name: string) =>
      fileURLToPath(new URL(`../../fixtures/checkpoint-${name}.pth`, import.meta.url));
    const load = async (out: string, given: Partial<ImportArguments> & { generator: string }) => {
      const context = quietContext();
      const none = { discriminator: undefined, data: undefined, backend: 'cpu' };
      await importRun({ ...none, ...given, out: join(folder, out) }, context);
      return context.lines.filter((line) => line.includes(' takes '));
    };
    /**
     * fixtures/make-checkpoints.py: each tensor is filled with a number of its network and its
     * place.
     */
    const kernelOf = async (out: string, network = 'generator') => {
      const model = await loadModel(join(folder, out, 'snapshot-000000', network));
      return [...model.weights[0]!.read().dataSync()].slice(0, 2);
    };
    const parallel = await load('parallel', { generator: fixture('parallel') });
    expect(parallel[0]).toMatch(
      /checkpoint-parallel\.pth: takes the weights in "state_dict", without the "module\." before their names; leaves out optimizer$/,
    );
    expect(await kernelOf('parallel')).toEqual([1, 1]);

    const several = fixture('several');
    await expect(load('several', { generator: several })).rejects.toThrow(
      /several\.pth holds several that may be the generator: netG, netG_ema; say which with --generator-key netG$/,
    );
    const lines = await load('several', {
      ...{ generator: several, generatorKey: 'netG_ema', discriminator: several },
    });
    expect(lines.map((line) => line.replace(/^.*several\.pth/, ''))).toEqual([
      ': takes the weights in "netG_ema"; leaves out netG, netD',
      ': takes the weights in "netD"; leaves out netG, netG_ema',
    ]);
    expect(await kernelOf('several')).toEqual([2, 2]);
    expect(await kernelOf('several', 'discriminator')).toEqual([3, 3]);
    await expect(load('none', { generator: several, discriminatorKey: 'netD' })).rejects.toThrow(
      /--discriminator-key needs --discriminator/,
    );
  });

  it('say what does not fit', async () => {
    const folder = await temporaryFolder();
    const { run } = await trainedRun(folder, {
      'network.textPath': 'embedding',
      'network.conditionActivation': 'leakyRelu',
    });
    await expect(exported(join(folder, 'a'), run, { part: 'stage2' })).rejects.toThrow(
      /snapshot-000004 has no stage 2; give --part stage1/,
    );
    const context = quietContext();
    await exportRun(
      { run, format: 'pth', part: 'stage1', out: join(folder, 'e'), backend: 'cpu' },
      context,
    );
    expect(context.lines.join()).toMatch(
      /would draw other images with it: there, network.conditionActivation is relu, not leakyRelu/,
    );
    await expect(exported(join(folder, 'b'), run, { part: 'discriminator' })).rejects.toThrow(
      /has nothing like text_dense\/kernel, text_dense\/bias; export it with --format tfjs or onnx/,
    );
    const load = (generator: string) =>
      importRun(
        {
          generator,
          discriminator: undefined,
          data: undefined,
          out: join(folder, 'c'),
          backend: 'cpu',
        },
        quietContext(),
      );
    await expect(load(join(folder, 'no.pth'))).rejects.toThrow(/no\.pth cannot be read/);
    const file = join(folder, 'text.pth');
    await writeFile(file, 'hello');
    await expect(load(file)).rejects.toThrow(/text\.pth is not a readable file of torch\.save/);
    await writeFile(
      file,
      writePth({ a: { dtype: 'float32', shape: [], data: Float32Array.of(1) } }),
    );
    await expect(load(file)).rejects.toThrow(/needs ca_net\.fc\.weight of 2 axes, and has a;/);
  });
});
