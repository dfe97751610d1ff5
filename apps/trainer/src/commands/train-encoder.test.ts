import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEncoder, type LoadedCaptionEncoder, SENTENCE_ENCODER_NAME } from '@stackgan/text';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exists } from '../files/exists.js';
import { quietContext, temporaryFolder, tinyDataset, tinyEncoder } from '../testing/tiny.js';
import { writeExtractor } from '../testing/write-extractor.js';
import { trainEncoder, type TrainEncoderArguments } from './train-encoder.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('cpu'));

/** Stands for the sentence encoder, which is slow on this backend. */
const sentences: LoadedCaptionEncoder = {
  ...tinyEncoder,
  ...{ name: SENTENCE_ENCODER_NAME, hash: 'a'.repeat(64) },
};

async function prepared(given: Partial<TrainEncoderArguments> = {}, dataset = {}) {
  const folder = await temporaryFolder();
  const chosen = { encoder: sentences, count: 24, sizes: [64], classes: 5, ...dataset };
  const data = await tinyDataset(folder, chosen);
  const model = await writeExtractor(folder);
  const common: Omit<TrainEncoderArguments, 'out'> = {
    ...{ data, features: 768, model, range: '-1,1', resize: undefined, backend: 'cpu' },
    ...{ kind: 'projection', dimension: 3, steps: 5, batch: undefined, seed: 0, ...given },
  };
  const train = async (name: string, more: Partial<TrainEncoderArguments> = {}) => {
    const out = join(folder, 'encoders', name);
    const context = quietContext({ isTTY: true });
    await trainEncoder({ ...common, out, ...more }, context);
    return { out, said: context.lines.join('\n') };
  };
  /** The same, stopped after a step. */
  const stopAt = async (name: string, step: number) => {
    const context = quietContext({ isTTY: true });
    const write = context.console.output.write;
    Object.assign(context.console.output, {
      write: (text: string) => {
        if (text.includes(`step ${step}/`)) context.stop();
        return write(text);
      },
    });
    const out = join(folder, 'encoders', name);
    await expect(trainEncoder({ ...common, out }, context)).rejects.toMatchObject({
      name: 'StoppedError',
    });
    expect(context.lines.join('\n')).toContain(
      `stopped at step ${step}, all saved; go on with: the same command`,
    );
    return out;
  };
  return { folder, data, train, stopAt };
}

const filesIn = async (out: string) =>
  Promise.all(
    ['weights.safetensors', 'training.json'].map((file) => readFile(join(out, file), 'hex')),
  );

describe('encoder train', () => {
  it('makes a projection that loads, and measures it beside the frozen encoder', async () => {
    const { train } = await prepared();
    const { out, said } = await train('mine');
    expect(said).toMatch(/held out: 6 images of 5 classes, 12 captions\n +projection +frozen/u);
    expect(said).toMatch(/own image first of 6( +\d+\.\d %){2} +16\.7 %\n/u);
    expect(said).toMatch(/class of an image \(top-1\)( +\d+\.\d %){2} +20\.0 %\n/u);
    expect(said).toContain(`${out}: projection mine; prepare a data set with it: stackgan prepare`);
    expect(await exists(`${out}.training`)).toBe(false);

    const files = {
      'encoder.json': await readFile(join(out, 'encoder.json')),
      'weights.safetensors': await readFile(join(out, 'weights.safetensors')),
    };
    const encoder = await loadEncoder(files, { loadBase: () => Promise.resolve(sentences) });
    expect(encoder).toMatchObject({ name: 'projection mine', dimension: 3 });
    const captions = Array.from({ length: 24 }, (_, i) => [`image ${i}`, `${i} again`]).flat();
    const embeddings = await encoder.embed(captions);
    // Near the scale of the sentence encoder: about the training captions that it was measured on.
    const square = embeddings.reduce((sum, value) => sum + value ** 2, 0) / embeddings.length;
    expect(square).toBeGreaterThan(0.5);
    expect(square).toBeLessThan(2);
    encoder.dispose();

    const record = JSON.parse(await readFile(join(out, 'training.json'), 'utf8')) as object;
    expect(record).toMatchObject({
      options: { kind: 'projection', dimension: 3, steps: 5, batch: 5, seed: 0 },
      dataset: { name: 'tiny', counts: { train: 18, test: 6 } },
      heldOut: { pool: 6, before: { name: SENTENCE_ENCODER_NAME }, chance: { classTop: 0.2 } },
    });
    await expect(train('mine')).rejects.toThrow('is there already; give another --out');
  });

  it('goes on after a stop as if there had been none', async () => {
    const { folder, train, stopAt } = await prepared();
    const whole = await filesIn((await train('mine')).out);
    // The name is in encoder.json alone.
    const out = await stopAt('stopped', 2);
    expect(await exists(out)).toBe(false);
    expect(await readdir(`${out}.training`)).toEqual(['state']);
    const { said } = await train('stopped');
    expect(said).toContain('going on at step 2 of 5');
    expect(await filesIn(out)).toEqual(whole);
    expect(await readdir(join(folder, 'encoders'))).toEqual(['mine', 'stopped']);
  });

  it('goes on with the same data and options alone, and not from a damaged state', async () => {
    const { folder, train, stopAt } = await prepared();
    const out = await stopAt('mine', 2);
    await expect(train('mine', { steps: 6 })).rejects.toMatchObject({
      name: 'EncoderTrainingError',
      message: `${out}.training is of a training with other options (steps: 5 before, 6 now); give the same ones, another --out, or delete ${out}.training`,
    });
    await mkdir(join(folder, 'other'));
    const data = await tinyDataset(join(folder, 'other'), {
      ...{ encoder: sentences, count: 28, sizes: [64], classes: 5 },
    });
    await expect(train('mine', { data })).rejects.toThrow(
      /is of a training on another data set \(its hash is [0-9a-f]{8}, that of --data is/u,
    );
    const file = join(`${out}.training`, 'state', 'tensors.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    await expect(train('mine')).rejects.toThrow(
      /state cannot be read \(tensors\.safetensors has another checksum\); delete/u,
    );
    expect(await exists(out)).toBe(false);
  });

  it('trains a char-CNN-RNN on the characters of captions, which stops and goes on, too', async () => {
    await tf.setBackend('ort');
    const given = { kind: 'char-cnn-rnn', steps: 2, batch: 2, backend: 'ort' } as const;
    const { train, stopAt } = await prepared(given, { count: 8, encoder: tinyEncoder });
    const whole = await filesIn((await train('mine')).out);
    const out = await stopAt('stopped', 1);
    const { said } = await train('stopped');
    expect(said).toContain(`frozen: embeddings of tiny, with a map of images`);
    expect(await filesIn(out)).toEqual(whole);
    const encoder = await loadEncoder({
      'encoder.json': await readFile(join(out, 'encoder.json')),
      'weights.safetensors': await readFile(join(out, 'weights.safetensors')),
    });
    expect(encoder).toMatchObject({ name: 'char-cnn-rnn stopped', dimension: 3 });
    encoder.dispose();
  });

  it.each<[string, Partial<TrainEncoderArguments>, object, RegExp]>([
    ['too few held-out images', {}, { count: 4 }, /holds out 1 of 4 images, two are needed/u],
    ['too few classes', { batch: 6 }, {}, /--batch 6: .* different classes, and .* has 5; give 2/u],
    ['too few images', { batch: 9 }, { count: 8, classes: 1 }, /different images, and .* has 6/u],
    ['a batch of one', { batch: 1 }, {}, /--batch 1: a step compares pairs/u],
    ['other embeddings', {}, { encoder: tinyEncoder }, /holds embeddings of tiny, a projection/u],
  ])('refuses %s before it measures anything', async (_, given, dataset, message) => {
    const { folder, train } = await prepared(given, dataset);
    await expect(train('mine')).rejects.toMatchObject({ name: 'EncoderTrainingError' });
    await expect(train('mine')).rejects.toThrow(message);
    expect(await exists(join(folder, 'encoders'))).toBe(false);
  });
});
