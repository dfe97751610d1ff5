import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HostTensor, writePth, writeSafetensors } from '@stackgan/formats';
import { createStage1Generator, pytorchProfile } from '@stackgan/stage1';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { stage1GeneratorNames } from '../exchange/state-dict-names.js';
import { writeStateDict } from '../exchange/state-dict.js';
import { encodeImage } from '../images/image.js';
import type { SampleArguments } from './sample.js';
import { drawCaption } from '../sampling/draw-caption.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import { quietContext, temporaryFolder, tinyDataset, tinyEncoder } from '../testing/tiny.js';
import { importRun } from './import.js';
import { sample } from './sample.js';

beforeAll(() => tf.setBackend('cpu'));

/** A run of imported weights, of whose encoder is known only that it gives 4 numbers. */
async function importedRun(folder: string, data?: string): Promise<string> {
  const sizes = { gf: 2, textDim: 4, conditionDim: 3, latentDim: 2, seed: 3 };
  const network = createStage1Generator({ ...pytorchProfile.generator, ...sizes });
  const [generator, out] = [join(folder, 'netG.pth'), join(folder, 'run')];
  await writeFile(generator, writePth(await writeStateDict(network, stage1GeneratorNames)));
  const given = { generator, discriminator: undefined, data, out, backend: 'cpu' };
  await importRun(given, quietContext());
  return out;
}

const embeddings = (data: number[], width: number): HostTensor => {
  const shape = [data.length / width, width];
  return { dtype: 'float32', shape, data: Float32Array.from(data) };
};

/** A file as numpy.save writes it, of float64. */
function npyFile(shape: string, data: number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const start = [0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0];
  const values = new Uint8Array(Float64Array.from(data).buffer);
  return Uint8Array.from([...start, ...Buffer.from(header), ...values]);
}

describe('sample, of captions that the encoder half knows', () => {
  const encoder = {
    ...tinyEncoder,
    unknownShare: (caption: string) => caption.replace(/[a-z ]/g, '').length / caption.length,
  };
  const drawing = async () => {
    const folder = await temporaryFolder();
    const run = await importedRun(folder, await tinyDataset(folder));
    const out = join(folder, 'out');
    let notes: string[] = [];
    const draw = async (texts: string[], loaded = encoder) => {
      const context = quietContext();
      const given = { texts, captions: undefined, embeddings: undefined, data: undefined };
      const common = { run, seeds: '5', meanOnly: false, out, backend: 'cpu' };
      const ways = { interpolate: undefined, nearest: undefined };
      const loadEncoder = () => Promise.resolve(loaded);
      await sample({ ...given, ...common, ...ways }, context, { loadEncoder });
      notes = context.lines.filter((line) => line.startsWith('note: '));
      return context.lines.filter((line) => line.startsWith('warning: '));
    };
    return { draw, out, notes: () => notes };
  };

  it('says once which words the data set never says', async () => {
    const { draw, notes } = await drawing();
    await draw(['a zebra and a unicycle', 'the zebra', '鸟鸟 zebra']);
    expect(notes()).toEqual([
      'note: no caption of tiny says "zebra", "unicycle": images cannot show it',
    ]);
  });

  it('says which they are, and which two of them are one to it', async () => {
    const { draw, out } = await drawing();
    expect(await draw(['a bird', 'a bird', 'a birch', 'a birds'])).toEqual([
      'warning: "a birds" is the same as "a birch" to the caption encoder; a seed draws the same image of both',
    ]);
    expect(await draw(['鸟a', '鸟 a bird'])).toEqual([
      'warning: the caption encoder does not know 50 % of "鸟a"; its image shows little of it',
    ]);
    expect((await readFile(join(out, '001-seed5.png'))).length).toBeGreaterThan(0);
  });

  it('draws nothing where one is refused', async () => {
    const { draw, out } = await drawing();
    const embed = (captions: string[]) =>
      captions.includes('🚗')
        ? Promise.reject(new Error('knows no word'))
        : encoder.embed(captions);
    await expect(draw(['a bird', '🚗'], { ...encoder, embed })).rejects.toThrow('knows no word');
    await expect(readdir(out)).rejects.toThrow('ENOENT');
  });
});

describe('sample, of a run whose encoder is unknown', () => {
  it('draws what embeddings stand for, and sentences never', async () => {
    const folder = await temporaryFolder();
    const run = await importedRun(folder);
    const file = join(folder, 'text.safetensors');
    const write = (tensors: Record<string, HostTensor>) =>
      writeFile(file, writeSafetensors(tensors));
    const draw = (given: Partial<SampleArguments>) => {
      const none = {
        ...{ texts: [], captions: undefined, embeddings: undefined },
        ...{ interpolate: undefined, nearest: undefined, data: undefined },
      };
      const common = { run, seeds: '5', meanOnly: false, out: join(folder, 'out'), backend: 'cpu' };
      return sample({ ...none, ...common, ...given }, quietContext());
    };
    const rows = [1, -2, 3, -4, 0.5, 6, -7, 8];
    await write({ embeddings: embeddings(rows, 4) });
    await draw({ embeddings: file });

    // The second image is that of the second embedding, whatever else is drawn.
    const encoder = {
      ...{ name: 'an unknown encoder', hash: 'unknown', dimension: 4 },
      embed: () => Promise.resolve(Float32Array.from(rows.slice(4))),
      dispose: () => undefined,
    };
    const opened = await openStackGAN(run, encoder);
    const [image] = await drawCaption(opened, 'whatever', { seed: 5, meanOnly: false });
    const files = ['000-seed5.png', '001-seed5.png'].map((name) => join(folder, 'out', name));
    const [first, second] = await Promise.all(files.map((name) => readFile(name)));
    expect(second!.equals(await encodeImage(image!))).toBe(true);
    expect(second!.equals(first!)).toBe(false);
    expect(await readFile(join(run, 'snapshot-000000', 'README.md'), 'utf8')).toContain(
      'stackgan sample --run . --embeddings embeddings.safetensors --seeds 0-3',
    );

    await expect(draw({ texts: ['a bird'] })).rejects.toThrow(
      /the caption encoder of .* is unknown.*; give embeddings \[N, 4\] .* with --embeddings/,
    );
    await expect(draw({ texts: ['a bird'], embeddings: file })).rejects.toThrow(
      /leave out --text and --captions/,
    );
    // From one row to the other: the ends are the same images.
    const walk = join(folder, 'walk');
    await draw({ embeddings: file, interpolate: 2, out: walk });
    expect((await readFile(join(walk, 'seed5-step01.png'))).equals(second!)).toBe(true);
    await expect(draw({ embeddings: file, data: folder })).rejects.toThrow(
      /--data chooses the training images of --nearest/,
    );
    await expect(draw({ embeddings: file, real: 9 })).rejects.toThrow(
      /--real chooses the training images of --nearest/,
    );
    await expect(draw({ embeddings: file, nearest: 3 })).rejects.toThrow(
      /the data set of .* is unknown; give a prepared data set with --data/,
    );
    await expect(draw({ embeddings: join(folder, 'none') })).rejects.toThrow(/cannot be read/);
    const npy = join(folder, 'text.npy');
    await writeFile(npy, npyFile('(2, 4)', rows));
    const out = join(folder, 'of-npy');
    await draw({ embeddings: npy, out });
    expect((await readFile(join(out, '001-seed5.png'))).equals(second!)).toBe(true);
    await writeFile(npy, npyFile('(8,)', rows));
    await expect(draw({ embeddings: npy })).rejects.toThrow(
      /embeddings is float32 \[8\]; give floats \[N, 4\] in a \.npy file, or/,
    );
    await writeFile(npy, 'hello');
    await expect(draw({ embeddings: npy })).rejects.toThrow(
      /does not begin like one of numpy\.save;/,
    );

    await write({ embeddings: embeddings(rows, 2) });
    await expect(draw({ embeddings: file })).rejects.toThrow(
      /embeddings is float32 \[4,2\]; give .* tensor embeddings \[N, 4\]/,
    );
    await write({ embeddings: embeddings([1, NaN, 3, 4], 4) });
    await expect(draw({ embeddings: file })).rejects.toThrow(/holds NaN or infinity/);
    await write({ text: embeddings(rows, 4) });
    await expect(draw({ embeddings: file })).rejects.toThrow(/holds text; give floats/);
    await writeFile(file, 'hello');
    await expect(draw({ embeddings: file })).rejects.toThrow(/text\.safetensors: .*; give/);
  });
});
