import type { HostBatch } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { createStage1Generator } from '@stackgan/stage1';
import { registerStackGANLayers } from '@stackgan/stage2';
import { loadSentenceEncoder } from '@stackgan/text';
import { ortStatistics, registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { GAN_INT_CLS } from '../presets/gan-int-cls.js';
import { GAWWN } from '../presets/gawwn.js';
import { tinyOptions } from '../testing/tiny.js';
import { createStage } from './create-stage.js';
import { weightsOf } from '../networks/network-weights.js';
import { drawNoise } from '../sampling/noise.js';
import { readLosses } from './read-losses.js';
import type { Stage } from './stage.js';

const TEXT = 4;
const STEPS = 4;

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  registerStackGANLayers();
});

function randomBatch(random: SeededRandom, side: number): HostBatch {
  const size = 2;
  const numbers = (length: number) => Float32Array.from({ length }, () => random.normal() / 3);
  return {
    images: numbers(size * side * side * 3),
    shape: [size, side, side, 3],
    embeddings: numbers(size * TEXT),
    classes: Int32Array.of(0, 1),
    groups: Int32Array.of(0, 1),
    ids: ['a', 'b'],
    captions: [[0], [0]],
    boxes: Float32Array.of(0.1, 0.2, 0.5, 0.4, 0, 0, 1, 1),
    wrongEmbeddings: numbers(size * TEXT),
    wrongImages: numbers(size * side * side * 3),
  };
}

/** The trainer's steps, as its loop takes them; returns what the backend did. */
async function train(stage: Stage) {
  const random = new SeededRandom(1);
  const before = { ...ortStatistics() };
  for (let step = 1; step <= STEPS; step++) {
    const losses = stage.step(randomBatch(random, stage.imageSize), random, {
      decay: 1 - 1 / step,
      isAdversarial: true,
    });
    await readLosses(losses, { step, lastState: undefined });
  }
  const after = ortStatistics();
  return { compiles: after.compiles - before.compiles, runs: after.runs - before.runs };
}

const stageOf = (stage: 1 | 2, seed: number, profile?: string, more = {}): Stage =>
  createStage(
    resolveOptions({
      stage,
      preset: 'quick-start',
      profile,
      overrides: {
        ...tinyOptions[`stage${stage}`],
        ...more,
        data: 'none',
        seed,
        ...(stage === 2 && { stage1: 'none' }),
      },
    }),
    { textDim: TEXT },
    stage === 2
      ? {
          generator: createStage1Generator({ gf: 2, textDim: TEXT, conditionDim: 3, latentDim: 2 }),
          noise: 'normal',
        }
      : undefined,
  );

it.each([1, 2] as const)(
  'the moving average of Stage %i begins as the generator',
  async (stage) => {
    const { generator, average } = stageOf(stage, 1).networks;
    const read = (model: LayersModel) =>
      Promise.all(weightsOf(model).map((weight) => weight.data()));
    expect(await read(average)).toEqual(await read(generator));
  },
);

describe('on the ort backend', () => {
  it.each([1, 2] as const)('a step of Stage %i is one graph, compiled once', async (stage) => {
    expect(await train(stageOf(stage, 1))).toEqual({ compiles: 1, runs: STEPS });
    // The same step of other networks, with other numbers, is the same graph.
    expect(await train(stageOf(stage, 2))).toEqual({ compiles: 0, runs: STEPS });
    // Without Conditioning Augmentation, too: only ε and the weight of the KL term are other
    // numbers.
    const without = { 'network.conditionNoise': 'none', 'loss.klWeight': 0 };
    expect(await train(stageOf(stage, 3, undefined, without))).toEqual({
      compiles: 0,
      runs: STEPS,
    });
  });

  // Wrong images, images drawn twice, Stage-I's statistics: all of it is in the graph.
  it.each([1, 2] as const)('so is a step of Stage %i by the TensorFlow code', async (stage) => {
    const sizes = { 'network.residualBlocks': 1 };
    expect(await train(stageOf(stage, 1, 'tf', stage === 2 ? sizes : {}))).toEqual({
      compiles: 1,
      runs: STEPS,
    });
    expect(ortStatistics().fallbacks).toEqual({});
  });

  // What the paper's tables compare.
  it.each([
    [1, { 'network.imageSize': 256 }],
    [1, GAN_INT_CLS],
    [1, { ...GAWWN, 'network.latentDim': 6, 'batch.interpolated': true }],
    [2, { 'network.textTwice': false }],
  ] as const)('so is a step of Stage %i with %o', async (stage, options) => {
    expect(await train(stageOf(stage, 1, undefined, options))).toEqual({
      compiles: 1,
      runs: STEPS,
    });
    expect(ortStatistics().fallbacks).toEqual({});
  });

  it('no kernel of a step, of drawing or of the caption encoder falls back', async () => {
    const { draw, noiseVectors } = stageOf(2, 3);
    const embeddings = tf.ones([2, TEXT]) as tf.Tensor2D;
    const images = draw(embeddings, drawNoise(new SeededRandom(1), 2, noiseVectors));
    await Promise.all(images.map((image) => image.data()));
    const encoder = await loadSentenceEncoder();
    await encoder.embed(['a red apple', 'a small bird on a branch']);
    expect(ortStatistics().fallbacks).toEqual({});
  });
});
