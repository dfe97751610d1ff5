import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { type HostTensor, readSafetensors } from '@stackgan/formats';
import { BatchNormalization, discriminatorStep } from '@stackgan/layers';
import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { realImages } from '../testing/real-images.js';

// By fixtures/make-tf-shape.py, in PyTorch; the moving variance by fixtures/make-parity.py.
const fixture = (name: string) =>
  readSafetensors(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url))).tensors;
const tensors = fixture('tf-shape.safetensors');
const sizes = { textDim: 5, conditionDim: 3, latentDim: 2, gf: 2, df: 1 };

const onBackend = <T extends tf.Tensor>({ data, shape }: HostTensor): T =>
  tf.tensor(data as Float32Array, [...shape], 'float32') as unknown as T;
const input = (name: string) => onBackend<tf.Tensor2D>(tensors[`inputs.${name}`]!);

/** Largest difference, as a share of the largest number expected. */
async function difference(found: tf.Tensor, expected: HostTensor): Promise<number> {
  const values = await found.data();
  expect(values.length).toBe(expected.data.length);
  let [largest, scale] = [0, 1e-30];
  expected.data.forEach((value, index) => {
    largest = Math.max(largest, Math.abs(values[index]! - value));
    scale = Math.max(scale, Math.abs(value));
  });
  return largest / scale;
}

/** Puts the fixture's weights in; every trainable weight must have one, and no other. */
function fill(model: LayersModel, part: string): LayersModel {
  const prefix = `weight.${part}.`;
  const given = Object.keys(tensors).filter((name) => name.startsWith(prefix));
  expect(model.trainableWeights.map(({ originalName }) => prefix + originalName).sort()).toEqual(
    given.sort(),
  );
  for (const weight of model.trainableWeights) {
    weight.write(onBackend(tensors[prefix + weight.originalName]!));
  }
  return model;
}

/** An optimiser that keeps the gradients and changes nothing. */
function keeping() {
  const kept = new Map<string, tf.Tensor>();
  return {
    kept,
    applyGradients(gradients: { name: string; tensor: tf.Tensor }[]) {
      for (const { name, tensor } of gradients) kept.set(name, tf.keep(tf.clone(tensor)));
    },
  };
}

async function gradientDifference(model: LayersModel, kept: Map<string, tf.Tensor>, part: string) {
  let largest = 0;
  for (const weight of model.trainableWeights) {
    const gradient = kept.get((weight.read() as tf.Variable).name)!;
    const expected = tensors[`gradient.${part}.${weight.originalName}`]!;
    // Before batch normalisation a bias has no effect, and its gradient is rounding alone.
    if (weight.originalName === 'seed_dense/bias') continue;
    largest = Math.max(largest, await difference(gradient, expected));
  }
  return largest;
}

describe.each(['cpu', 'ort'] as const)('the shape of the TensorFlow code, on %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'ort') registerOrtBackend({ threads: 1 });
    await tf.setBackend(backend);
  });

  it('Stage-I draws, judges and learns as PyTorch computes it', async () => {
    const { tfProfile } = stage1;
    const generator = fill(
      stage1.createStage1Generator({ ...tfProfile.generator, ...sizes }),
      'generator',
    );
    const discriminator = fill(
      stage1.createStage1Discriminator({ ...tfProfile.discriminator, ...sizes }),
      'discriminator',
    );
    const [embeddings, epsilon, latent] = [input('embeddings'), input('epsilon'), input('latent')];
    const images = realImages(64);
    const optimizers = { generator: keeping(), discriminator: keeping() };
    let judged: stage1.DiscriminatorLosses | undefined;
    let drawn: tf.Tensor | undefined;
    const losses = stage1.generatorStep({
      ...{ generator, discriminator, embeddings, epsilon, latent },
      optimizer: optimizers.generator,
      onGenerated: ({ images: generated }) => {
        drawn = tf.keep(tf.stridedSlice(generated, [0, 0, 0, 0], generated.shape, [1, 8, 8, 1]));
        judged = discriminatorStep({
          discriminator,
          optimizer: optimizers.discriminator,
          batch: { images, embeddings, wrongImages: tf.reverse(images, 0) },
          mismatched: 'wrongImages',
          generated,
        });
      },
    });
    expect(await difference(drawn!, tensors['images']!)).toBeLessThan(1e-5);
    expect(await difference(judged!.loss, tensors['loss.discriminator']!)).toBeLessThan(1e-5);
    expect(await difference(losses.loss, tensors['loss.generator']!)).toBeLessThan(1e-5);
    expect(await difference(losses.kl, tensors['loss.kl']!)).toBeLessThan(1e-5);
    const { kept } = optimizers.discriminator;
    expect(await gradientDifference(discriminator, kept, 'discriminator')).toBeLessThan(1e-4);
    const ofGenerator = optimizers.generator.kept;
    expect(await gradientDifference(generator, ofGenerator, 'generator')).toBeLessThan(1e-4);
  });

  it("Stage-II's discriminator judges as PyTorch computes it", async () => {
    const { discriminator } = stage2.tfProfile;
    const net = fill(stage2.createStage2Discriminator({ ...discriminator, ...sizes }), 'stage2');
    const logit = tf.tidy(() => {
      const kwargs = { training: true, updateStatistics: false };
      return net.apply([realImages(256), input('embeddings')], kwargs) as tf.Tensor;
    });
    expect(await difference(logit, tensors['stage2.logit']!)).toBeLessThan(1e-5);
  });

  it("PyTorch's moving variance is the unbiased one", async () => {
    const parts = fixture('parity-parts.safetensors');
    const x = tf.transpose(onBackend<tf.Tensor4D>(parts['batchNorm.x']!), [0, 2, 3, 1]);
    const after = (movingVariance: 'biased' | 'unbiased') => {
      const layer = new BatchNormalization({ movingVariance });
      layer.apply(x, { training: true });
      return difference(layer.getWeights()[3]!, parts['batchNorm.runningVar']!);
    };
    expect(await after('unbiased')).toBeLessThan(1e-5);
    expect(await after('biased')).toBeGreaterThan(1e-4);
  });
});
