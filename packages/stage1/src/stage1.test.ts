import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from '@stackgan/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  createStage1Discriminator,
  createStage1Generator,
  discriminatorStep,
  generatorStep,
  OptionError,
  type DiscriminatorLosses,
} from './index.js';

const SIZES = { textDim: 6, conditionDim: 3, seed: 1 };

let draws = 0;
function normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  return tf.randomNormal<R>(shape, 0, 1, 'float32', ++draws);
}

const embeddings = normal<tf.Rank.R2>([2, 6]);
const epsilon = normal<tf.Rank.R2>([2, 3]);
const latent = normal<tf.Rank.R2>([2, 4]);

const createGenerator = () => createStage1Generator({ gf: 2, latentDim: 4, ...SIZES });
const weightsOf = (net: LayersModel) => net.getWeights().map((weight) => [...weight.dataSync()]);

describe('createStage1Generator', () => {
  it('generates 64x64 images within [-1, 1], with mean and log variance', () => {
    const generator = createGenerator();
    const outputs = generator.apply([embeddings, epsilon, latent]) as tf.Tensor[];
    expect(outputs.map(({ shape }) => shape)).toEqual([
      [2, 64, 64, 3],
      [2, 3],
      [2, 3],
    ]);
    const values = outputs[0]?.dataSync() ?? [];
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it.each([
    { generatorBody: 'plain', upSampling: 'nearest' },
    { generatorBody: 'residual', upSampling: 'transposed' },
  ] as const)('generates 256x256 images, $generatorBody and $upSampling', (shape) => {
    const generator = createStage1Generator({
      ...{ gf: 2, latentDim: 4, imageSize: 256 },
      ...SIZES,
      ...shape,
    });
    const [image] = generator.apply([embeddings, epsilon, latent]) as [tf.Tensor];
    expect(image.shape).toEqual([2, 256, 256, 3]);
  });

  it.each(['plain', 'residual'] as const)(
    'draws the attributes that z chooses, or those that are shown (%s)',
    (generatorBody) => {
      const attributes = [{ name: 'glasses', values: ['none', 'round'] }];
      const generator = createStage1Generator({
        ...{ gf: 2, latentDim: 4, attributes, generatorBody },
        ...SIZES,
      });
      expect(attributesOf(generator)).toEqual(attributes);

      const image = (first: number, more: Record<string, unknown> = {}) => {
        const z = tf.tensor2d([[first, 0.1, 0.2, 0.3]]);
        const inputs = [tf.slice(embeddings, 0, 1), tf.slice(epsilon, 0, 1), z];
        const [drawn] = generator.apply(inputs, more) as [tf.Tensor];
        return [...drawn.dataSync()];
      };
      const shown = tf.tensor2d([[0, 1]]);
      // An untrained prior gives both values about the same probability: the sign of z chooses. The
      // number itself changes little.
      const difference = (a: number[], b: number[]) =>
        Math.max(...a.map((value, at) => Math.abs(value - b[at]!)));
      const chosen = difference(image(-0.1), image(0.1));
      expect(chosen).toBeGreaterThan(3 * difference(image(0.1), image(0.3)));
      expect(image(0.1, { shown })).toEqual(image(0.1));
      expect(difference(image(-0.1, { shown }), image(0.1))).toBeLessThan(chosen / 3);
    },
  );

  it("has 4x4 transposed convolutions with upSampling 'transposed'", () => {
    const kernels = (upSampling: 'nearest' | 'transposed') =>
      createStage1Generator({ gf: 2, latentDim: 4, upSampling, ...SIZES })
        .trainableWeights.filter(({ name }) => /up\d_conv.*kernel/.test(name))
        .map(({ shape }) => shape);
    expect(kernels('nearest')).toEqual([
      [3, 3, 8, 16],
      [3, 3, 4, 8],
      [3, 3, 2, 4],
      [3, 3, 1, 2],
    ]);
    expect(kernels('transposed')).toEqual([
      [4, 4, 8, 16],
      [4, 4, 4, 8],
      [4, 4, 2, 4],
      [4, 4, 1, 2],
    ]);
  });

  it('generates each image independently in evaluation', () => {
    const generator = createGenerator();
    const drawRow = (row: number, size: number) => {
      const inputs = [embeddings, epsilon, latent].map((x) => tf.slice(x, row, size));
      return (generator.apply(inputs) as [tf.Tensor])[0];
    };
    const together = tf.slice(drawRow(0, 2), 1, 1);
    expect([...together.dataSync()]).toEqual([...drawRow(1, 1).dataSync()]);
  });

  it('is reproducible from its seed', () => {
    expect(weightsOf(createGenerator())).toEqual(weightsOf(createGenerator()));
    const other = createStage1Generator({ gf: 2, latentDim: 4, ...SIZES, seed: 2 });
    expect(weightsOf(other)).not.toEqual(weightsOf(createGenerator()));
  });

  it('rejects invalid sizes', () => {
    expect(() => createStage1Generator({ gf: 3 })).toThrow('gf is 3: give an even number');
    expect(() => createStage1Generator({ textDim: 0 })).toThrow(OptionError);
    const other = 128 as 64;
    expect(() => createStage1Generator({ imageSize: other })).toThrow('imageSize is 128: give 64');
  });
});

describe('createStage1Discriminator', () => {
  const images = normal<tf.Rank.R4>([2, 64, 64, 3]);

  it.each([
    { textPath: 'embedding', unconditional: false, textSize: 6, logits: 1 },
    { textPath: 'mean', unconditional: true, textSize: 3, logits: 2 },
  ] as const)('scores images: $textPath, unconditional $unconditional', (shape) => {
    const { textPath, unconditional, textSize, logits } = shape;
    const net = createStage1Discriminator({ df: 2, textPath, unconditional, ...SIZES });
    const output = net.apply([images, normal([2, textSize])]) as tf.Tensor | tf.Tensor[];
    const list = Array.isArray(output) ? output : [output];
    expect(list.map((logit) => logit.shape)).toEqual(Array.from({ length: logits }, () => [2, 1]));
  });

  it.each(['plain', 'residual'] as const)('scores 256x256 images, %s', (discriminatorBody) => {
    const net = createStage1Discriminator({ df: 1, imageSize: 256, discriminatorBody, ...SIZES });
    const logit = net.apply([normal([2, 256, 256, 3]), normal([2, 6])]) as tf.Tensor;
    expect(logit.shape).toEqual([2, 1]);
  });

  it('rejects invalid sizes', () => {
    expect(() => createStage1Discriminator({ df: 1.5 })).toThrow('df is 1.5');
  });
});

describe('steps', () => {
  it('generate other images for the discriminator from discriminatorNoise', () => {
    const generator = createGenerator();
    const discriminatorNoise = {
      epsilon: normal<tf.Rank.R2>([2, 3]),
      latent: normal<tf.Rank.R2>([2, 4]),
    };
    const imagesOf = (noise: typeof discriminatorNoise) => {
      const kwargs = { training: true, updateStatistics: false };
      const inputs = [embeddings, noise.epsilon, noise.latent];
      return [...(generator.apply(inputs, kwargs) as [tf.Tensor])[0].dataSync()];
    };
    const expected = imagesOf(discriminatorNoise);
    expect(expected).not.toEqual(imagesOf({ epsilon, latent }));
    let seen: number[] = [];
    generatorStep({
      ...{ generator, embeddings, epsilon, latent, discriminatorNoise },
      discriminator: createStage1Discriminator({ df: 2, ...SIZES }),
      optimizer: tf.train.sgd(0.1),
      onGenerated: ({ images }) => {
        seen = [...images.dataSync()];
      },
    });
    expect(seen).toEqual(expected);
  });

  it('train both networks on the same images, without leaks', () => {
    const generator = createGenerator();
    const discriminator = createStage1Discriminator({ df: 2, ...SIZES });
    const optimizers = { generator: tf.train.adam(1e-3), discriminator: tf.train.adam(1e-3) };
    const images = normal<tf.Rank.R4>([2, 64, 64, 3]);
    const before = [weightsOf(generator), weightsOf(discriminator)];

    const step = () => {
      let inner: DiscriminatorLosses | undefined;
      const outer = generatorStep({
        generator,
        discriminator,
        optimizer: optimizers.generator,
        embeddings,
        epsilon,
        latent,
        onGenerated: ({ images: generated }) => {
          inner = discriminatorStep({
            discriminator,
            optimizer: optimizers.discriminator,
            batch: { images, embeddings },
            generated,
          });
        },
      });
      return [...Object.values(outer), ...Object.values(inner ?? {})] as tf.Scalar[];
    };
    tf.dispose(step());
    const tensors = tf.memory().numTensors;
    const scalars = step();
    expect(scalars).toHaveLength(7);
    expect(scalars.every((scalar) => Number.isFinite(scalar.dataSync()[0]))).toBe(true);
    tf.dispose(scalars);
    expect(tf.memory().numTensors).toBe(tensors);

    [generator, discriminator].forEach((net, index) => {
      weightsOf(net).forEach((values, i) => expect(values).not.toEqual(before[index]?.[i]));
    });
  });
});
