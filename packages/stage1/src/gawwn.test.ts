import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  boxMask,
  createGawwnDiscriminator,
  createGawwnGenerator,
  discriminatorStep,
  type DiscriminatorLosses,
  generatorStep,
  latentOfBoxes,
  setBoxes,
} from './index.js';

const SIZES = { textDim: 6, conditionDim: 3, seed: 1 };
/** On the cells of the 16x16 features: an eighth of the image from (1/4, 1/2), and all of it. */
const BOXES = tf.tensor2d([
  [0.25, 0.5, 0.5, 0.25],
  [0, 0, 1, 1],
]);

let draws = 0;
function normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  return tf.randomNormal<R>(shape, 0, 1, 'float32', ++draws);
}
const embeddings = normal<tf.Rank.R2>([2, 6]);
const epsilon = normal<tf.Rank.R2>([2, 3]);

const createGenerator = () => {
  const generator = createGawwnGenerator({ gf: 2, latentDim: 7, ...SIZES });
  setBoxes(generator, BOXES);
  return generator;
};
const inputsOf = (generator: LayersModel) => [
  embeddings,
  epsilon,
  latentOfBoxes(generator, normal([2, 7]), BOXES),
];
const imageOf = (generator: LayersModel, inputs: tf.Tensor[]) =>
  (generator.predict(inputs) as tf.Tensor[])[0] as tf.Tensor4D;
const parameters = (net: LayersModel) =>
  net.trainableWeights.reduce(
    (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
    0,
  );
const change = (net: LayersModel, layer: string) => {
  const found = net.getLayer(layer);
  found.setWeights(found.getWeights().map((weight) => tf.add(tf.mul(weight, 3), 1)));
};
const weightsOf = (net: LayersModel) => net.getWeights().map((weight) => [...weight.dataSync()]);

describe('createGawwnGenerator', () => {
  it.each([64, 256] as const)('draws images of %i pixels within [-1, 1]', (imageSize) => {
    const generator = createGawwnGenerator({ gf: 2, latentDim: 7, imageSize, ...SIZES });
    const outputs = generator.predict([embeddings, epsilon, normal([2, 7])]) as tf.Tensor[];
    expect(outputs.map(({ shape }) => shape)).toEqual([
      [2, imageSize, imageSize, 3],
      [2, 3],
      [2, 3],
    ]);
    expect(tf.max(tf.abs(outputs[0]!)).dataSync()[0]).toBeLessThanOrEqual(1);
  });

  it('has as many parameters as its layers say', () => {
    const [t, e, z, g] = [6, 3, 7, 2];
    const up = (from: number, to: number) => 9 * from * to + 2 * to;
    const pathway = (z - 4 + e) * 64 * g + 2 * 64 * g + up(4 * g, 2 * g) + up(2 * g, g);
    const placed = 16 * e * 2 * g + 4 * g + 16 * 2 * g * 2 * g + 4 * g + 16 * 2 * g * e + e;
    const rest = up(2 * g, g) + up(g, g / 2) + 9 * (g / 2) * 3;
    expect(parameters(createGenerator())).toBe((t + 1) * 2 * e + placed + 2 * pathway + rest);
  });

  it('confines the local pathway to the box, and 4 pixels around it that convolutions reach', () => {
    const generator = createGenerator();
    const inputs = inputsOf(generator);
    const before = imageOf(generator, inputs);
    change(generator, 'local_dense');
    const changes = () => {
      const moved = tf.max(tf.abs(tf.sub(imageOf(generator, inputs), before)), 3);
      return moved.arraySync() as number[][][];
    };
    const [first, second] = changes();
    const isNear = (x: number, y: number) => x >= 12 && x < 52 && y >= 28 && y < 52;
    const away = (image: number[][]) =>
      image.flatMap((row, y) => row.filter((_, x) => !isNear(x, y)));
    expect(Math.max(...away(first!))).toBe(0);
    expect(Math.min(...first!.slice(36, 44).flatMap((row) => row.slice(20, 44)))).toBeGreaterThan(
      0,
    );
    expect(Math.min(...second!.flat())).toBeGreaterThan(0);

    // The global pathway is not confined.
    change(generator, 'global_dense');
    expect(Math.max(...away(changes()[0]!))).toBeGreaterThan(0);
  });

  it('draws another image for another box, all else being equal', () => {
    const generator = createGenerator();
    const [, , latent] = inputsOf(generator) as tf.Tensor2D[];
    const swapped = latentOfBoxes(generator, latent!, tf.reverse(BOXES, 0));
    expect(tf.slice(swapped, [0, 4]).arraySync()).toEqual(tf.slice(latent!, [0, 4]).arraySync());
    const images = [latent!, swapped].map((z) => imageOf(generator, [embeddings, epsilon, z]));
    expect(tf.max(tf.abs(tf.sub(images[0]!, images[1]!))).dataSync()[0]).toBeGreaterThan(0);
  });

  it('refuses noise that only chooses the box', () => {
    expect(() => createGawwnGenerator({ gf: 2, latentDim: 4, ...SIZES })).toThrow(
      'latentDim is 4: give more than 4',
    );
    expect(() => createGawwnGenerator({ gf: 3, latentDim: 7, ...SIZES })).toThrow('gf is 3');
  });
});

describe('createGawwnDiscriminator', () => {
  const seen = (images: tf.Tensor4D, boxes = BOXES) =>
    tf.concat4d([images, boxMask(boxes, images.shape[1])], 3);

  it('scores images with masks; its last features are as wide as those of Stage-I', () => {
    for (const [imageSize, width] of [
      [64, 8],
      [256, 32],
    ] as const) {
      const net = createGawwnDiscriminator({ df: 2, imageSize, unconditional: true, ...SIZES });
      const image = seen(normal([2, imageSize, imageSize, 3]));
      const logits = net.predict([image, embeddings]) as tf.Tensor[];
      expect(logits.map(({ shape }) => shape)).toEqual([
        [2, 1],
        [2, 1],
      ]);
      expect(net.getLayer('encoder').outputShape).toEqual([null, 4, 4, 2 * width]);
      net.dispose();
    }
  });

  it('has a pathway that sees only what is in the box', () => {
    const net = createGawwnDiscriminator({ df: 2, ...SIZES });
    const encoder = net.getLayer('encoder') as unknown as LayersModel;
    const image = normal<tf.Rank.R4>([2, 64, 64, 3]);
    // Changed only in the two upper rows of 16x16 cells and what convolutions reach of them.
    const other = tf.concat4d([normal([2, 8, 64, 3]), tf.slice(image, [0, 8, 0, 0])], 1);
    const features = (x: tf.Tensor4D) => {
      const all = encoder.predict(seen(x)) as tf.Tensor4D;
      return tf.split(all, 2, 3).map((half) => half.arraySync() as number[][][][]);
    };
    const [[global, local], [otherGlobal, otherLocal]] = [features(image), features(other)];
    expect(otherLocal![0]).toEqual(local![0]); // The box begins in the middle.
    expect(otherLocal![1]).not.toEqual(local![1]); // The box is the whole image.
    expect(otherGlobal![0]).not.toEqual(global![0]);
  });

  it('trains with the steps of Stage-I, which change each network alone', () => {
    const generator = createGenerator();
    const discriminator = createGawwnDiscriminator({ df: 2, ...SIZES });
    const images = normal<tf.Rank.R4>([2, 64, 64, 3]);
    const before = { generator: weightsOf(generator), discriminator: weightsOf(discriminator) };
    let generatorMeanwhile, discriminatorAfter;
    let judged: DiscriminatorLosses | undefined;
    const [, , latent] = inputsOf(generator) as tf.Tensor2D[];
    const losses = generatorStep({
      ...{ generator, discriminator, embeddings, epsilon, latent: latent! },
      optimizer: tf.train.sgd(0.1),
      augmentation: seen,
      onGenerated: ({ images: generated }) => {
        const batch = { images, embeddings };
        const optimizer = tf.train.sgd(0.1);
        judged = discriminatorStep({
          ...{ discriminator, optimizer, batch, generated },
          augmentation: seen,
        });
        generatorMeanwhile = weightsOf(generator);
        discriminatorAfter = weightsOf(discriminator);
      },
    });
    expect(Number.isFinite(losses.loss.dataSync()[0]! + judged!.loss.dataSync()[0]!)).toBe(true);
    const trainable = (weights: number[][], net: LayersModel) =>
      net.weights.flatMap((weight, i) => (weight.trainable ? [weights[i]!] : []));
    expect(trainable(generatorMeanwhile!, generator)).toEqual(
      trainable(before.generator, generator),
    );
    expect(discriminatorAfter).not.toEqual(before.discriminator);
    expect(trainable(weightsOf(discriminator), discriminator)).toEqual(
      trainable(discriminatorAfter!, discriminator),
    );
    // Every kernel of the generator learns, also those of its local pathway.
    generator.weights.forEach(({ name, trainable }, i) => {
      if (trainable && name.includes('kernel')) {
        expect(weightsOf(generator)[i], name).not.toEqual(before.generator[i]);
      }
      if (/quantiles|mixing/.test(name)) {
        expect(weightsOf(generator)[i], name).toEqual(before.generator[i]);
      }
    });
  });
});
