import '@tensorflow/tfjs-backend-cpu';

import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CaptionError, EncoderError } from './errors.js';
import { loadSentenceEncoder } from './load-sentence-encoder.js';
import { readNpmModel } from './read-npm-model.js';
import { readVocabulary, type SentenceModelFiles } from './sentence-model.js';
import type { LoadedCaptionEncoder } from './caption-encoder.js';
import { SentencePieceTokenizer } from './tokenizer.js';

let files: SentenceModelFiles;
let encoder: LoadedCaptionEncoder;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await readNpmModel();
  encoder = await loadSentenceEncoder({ loadModel: async () => files });
});
afterAll(() => encoder.dispose());

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('loadSentenceEncoder', () => {
  it('equals the published graph, run by the TensorFlow.js converter', async () => {
    const captions = ['a red apple', 'a police officer with dark skin tone', '🦊 on a hill: yes'];
    const tokenizer = new SentencePieceTokenizer(readVocabulary(files));
    const tokens = captions.map((caption) => tokenizer.encode(caption));
    const graph = await loadPublishedGraph(files);
    const indices = tokens.flatMap((ids, row) => ids.map((_, column) => [row, column]));
    const output = (await graph.executeAsync({
      indices: tf.tensor2d(indices, [indices.length, 2], 'int32'),
      values: tf.tensor1d(tokens.flat(), 'int32'),
    })) as tf.Tensor;
    const expected = await output.data();
    const embeddings = await encoder.embed(captions);
    expect(embeddings.length).toBe(3 * 1024);
    for (const [i, value] of expected.entries()) {
      const [row, column] = [Math.floor(i / 512), i % 512];
      const got = embeddings[1024 * row + column]!;
      expect(Math.abs(got - value * Math.sqrt(512))).toBeLessThan(1e-4);
    }
    output.dispose();
    graph.dispose();
  });

  it('puts similar captions near each other', async () => {
    const [a, b, c] = await Promise.all(
      ['a red apple', 'a green apple', 'flag: Iran'].map((caption) => encoder.embed([caption])),
    );
    expect(cosine(a!, b!)).toBeGreaterThan(cosine(a!, c!) + 0.2);
  });

  it('gives entries of unit mean square, in the order asked, whatever else is embedded', async () => {
    const short = 'a cat';
    const long =
      'a very long description of a small orange cat that sits on a red chair by the sea';
    const together = await encoder.embed([long, short, long, short, 'dogs']);
    const alone = await encoder.embed([short]);
    const row = (i: number) => together.subarray(1024 * i, 1024 * (i + 1));
    expect(cosine(row(1), alone)).toBeCloseTo(1, 5);
    expect(row(1)).toEqual(row(3));
    expect(row(0)).toEqual(row(2));
    const meanSquare = alone.subarray(0, 512).reduce((sum, value) => sum + value * value, 0) / 512;
    expect(meanSquare).toBeCloseTo(1, 4);
  });

  it('shows which word belongs to which, which the meaning hardly does', async () => {
    const [a, b] = await Promise.all(
      [
        'a person with black hair, sunglasses and a red hoodie',
        'a person with red hair, sunglasses and a black hoodie',
      ].map((caption) => encoder.embed([caption])),
    );
    expect(cosine(a!.subarray(0, 512), b!.subarray(0, 512))).toBeGreaterThan(0.97);
    // Of 23 words and pairs, including start and end, four occur in one caption only.
    expect(cosine(a!.subarray(512), b!.subarray(512))).toBeLessThan(0.9);
  });

  it('encodes captions of the same words once', async () => {
    const shapesOf = async (captions: string[]) => {
      const { kernels } = await tf.profile(async () => {
        await encoder.embed(captions);
        return [];
      });
      return kernels.map(({ outputShapes }) => outputShapes);
    };
    const once = await shapesOf(['a cat']);
    expect(await shapesOf(['a cat', ' a  cat', 'a cat', 'a cat'])).toEqual(once);
  });

  it('keeps no tensors from embedding, and none at all once disposed', async () => {
    const before = tf.memory().numTensors;
    await encoder.embed(['a cat']);
    expect(tf.memory().numTensors).toBe(before);
    const other = await loadSentenceEncoder({ loadModel: async () => files });
    expect(other.hash).toBe(encoder.hash);
    expect(other.hash).toMatch(/^[0-9a-f]{64}$/u);
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names the caption that it cannot embed', async () => {
    await expect(encoder.embed(['fine', '  '])).rejects.toThrow(CaptionError);
    await expect(encoder.embed(['x'.repeat(501)])).rejects.toThrow('501 characters');
    await expect(encoder.embed(['9 '.repeat(200)])).rejects.toThrow('200 word pieces');
    for (const caption of ['一只红色的小鸟', '🚗', 'красная птица', ' ?! ', '\u200b']) {
      expect(encoder.unknownShare!(caption)).toBe(1);
      const embedding = encoder.embed(['fine', caption]);
      await expect(embedding).rejects.toMatchObject({ name: 'CaptionError', caption });
      await expect(embedding).rejects.toThrow(
        /knows no word of the caption ".*; describe .* English/,
      );
    }
    await expect(encoder.embed([7 as never])).rejects.toMatchObject({ caption: 7 });
  });

  it('validates beforehand just what it embeds', async () => {
    const { validate } = encoder;
    // A vulgar fraction is one character, but three of them to the encoder.
    const captions = ['fine', ' ', 'x'.repeat(501), '9 '.repeat(129), '½'.repeat(70)];
    const fault = (error: unknown) => String(error);
    for (const caption of captions) {
      const embedded = await encoder.embed([caption]).then(() => undefined, fault);
      const validated = await Promise.resolve(caption)
        .then(validate)
        .then(() => undefined, fault);
      expect(validated, caption).toBe(embedded);
    }
    await expect(encoder.embed(captions.slice(-1))).rejects.toThrow(/word pieces/);
    expect(() => validate?.('9 '.repeat(128))).not.toThrow();
  });

  it('refuses files that are not the model, in one line', async () => {
    const load = (part: Partial<SentenceModelFiles>) =>
      loadSentenceEncoder({ loadModel: async () => ({ ...files, ...part }) });
    await expect(load({ model: {} })).rejects.toThrow(EncoderError);
    for (const group of [null, {}, { paths: [], weights: [{}] }]) {
      await expect(load({ model: { weightsManifest: [group] } })).rejects.toThrow(EncoderError);
    }
    await expect(load({ weights: files.weights.subarray(0, 1000) })).rejects.toThrow('fetch them');
    await expect(load({ vocabulary: [['a']] })).rejects.toThrow('vocab.json');
    const weights = files.weights.slice();
    weights.fill(0xff, weights.length - 12, weights.length - 8); // NaN at the end of the last bias.
    await expect(load({ weights })).rejects.toThrow(
      /^The encoder's weights are damaged: .*tanh_layer_0\/bias \[512\] holds NaN at \[511\]; of its 512 numbers 1 is/,
    );
  });
});

function loadPublishedGraph({ model, weights }: SentenceModelFiles): Promise<GraphModel> {
  const { modelTopology, weightsManifest } = model as {
    modelTopology: object;
    weightsManifest: [{ weights: never[] }];
  };
  return loadGraphModel({
    load: async () => ({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: new Uint8Array(weights).buffer,
    }),
  });
}
