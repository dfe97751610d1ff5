import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  createStage2Discriminator,
  createStage2Generator,
  discriminatorStep,
  generatorStep,
  OptionError,
  registerStackGANLayers,
  type DiscriminatorLosses,
} from '../index.js';

const SIZES = { textDim: 6, conditionDim: 3, seed: 1 };
const random = new SeededRandom(1);

function normal<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const values = random.fillNormal(new Float32Array(tf.util.sizeFromShape(shape)));
  return tf.tensor<R>(values, shape);
}

const embeddings = normal<tf.Rank.R2>([2, 6]);
const epsilon = normal<tf.Rank.R2>([2, 3]);
const stage1Images = normal<tf.Rank.R4>([2, 64, 64, 3]);
const weightsOf = (net: LayersModel) => net.getWeights().map((weight) => [...weight.dataSync()]);
const shapesOf = (net: LayersModel) => net.outputs.map(({ shape }) => shape);

describe('createStage2Generator', () => {
  it('generates the given size, each image independently in evaluation', () => {
    const generator = createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 1, ...SIZES });
    const draw = (row: number, size: number) => {
      const inputs = [stage1Images, embeddings, epsilon].map((x) => tf.slice(x, row, size));
      return (generator.apply(inputs) as [tf.Tensor])[0];
    };
    const together = draw(0, 2);
    expect(together.shape).toEqual([2, 128, 128, 3]);
    expect([...tf.slice(together, 1, 1).dataSync()]).toEqual([...draw(1, 1).dataSync()]);
  });

  it('has as many residual blocks as the paper by default', () => {
    const blocks = (options: object) =>
      createStage2Generator({ gf: 4, ...SIZES, ...options }).layers.filter(({ name }) =>
        /^residual\d+_add$/.test(name),
      ).length;
    expect(blocks({ imageSize: 256 })).toBe(4);
    expect(blocks({ imageSize: 128 })).toBe(2);
    expect(blocks({ residualBlocks: 0 })).toBe(0);
  });

  it('has outputs of 256x256 pixels by default', () => {
    expect(shapesOf(createStage2Generator({ gf: 4, residualBlocks: 1, ...SIZES }))).toEqual([
      [null, 256, 256, 3],
      [null, 3],
      [null, 3],
    ]);
  });

  it.each([true, false])('reads the caption a second time: %s', (textTwice) => {
    const options = { gf: 2, imageSize: 128, residualBlocks: 0, textTwice, ...SIZES } as const;
    const generator = createStage2Generator(options);
    const draw = (text: tf.Tensor) =>
      (generator.apply([stage1Images, text, epsilon]) as tf.Tensor[]).map((x) => [...x.dataSync()]);
    const [[image, mean], [otherImage, otherMean]] = [draw(embeddings), draw(tf.neg(embeddings))];
    expect(mean).not.toEqual(otherMean);
    if (textTwice) expect(image).not.toEqual(otherImage);
    else expect(image).toEqual(otherImage);
  });

  it.each([128, 256] as const)(
    'starts at the enlarged image with a shortcut: %i',
    async (imageSize) => {
      const options = { gf: 4, imageSize, residualBlocks: 0, shortcut: true, ...SIZES } as const;
      const generator = createStage2Generator(options);
      generator.getLayer('rgb_conv').setWeights([tf.zeros([3, 3, imageSize === 256 ? 1 : 2, 3])]);
      const image = tf.clipByValue(stage1Images, -1, 1) as tf.Tensor4D;
      const inputs = [image, embeddings, epsilon];
      const [drawn] = generator.apply(inputs) as [tf.Tensor4D];
      const enlarged = tf.image.resizeBilinear(image, [imageSize, imageSize], false, true);
      const difference = tf.max(tf.abs(tf.sub(drawn, tf.mul(enlarged, 0.97))));
      expect(difference.dataSync()[0]).toBeLessThan(1e-5);

      // The encoder's 64x64 and 32x32 features are read again, too.
      const joined = ['joined32', 'joined64'].map((name) => generator.getLayer(name).outputShape);
      expect(joined).toEqual([
        [null, 32, 32, 4 * 4],
        [null, 64, 64, 2 * 4],
      ]);

      // Saved and loaded, it gives the same image.
      registerStackGANLayers();
      const save = io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
      });
      let saved: tf.io.ModelArtifacts = {};
      await generator.save(save);
      const [again] = (await loadLayersModel(io.fromMemory(saved))).apply(inputs) as [tf.Tensor4D];
      expect([...again.dataSync()]).toEqual([...drawn.dataSync()]);
    },
  );

  it('rejects invalid sizes', () => {
    expect(() => createStage2Generator({ gf: 6 })).toThrow('gf is 6: give a multiple of 4');
    expect(() => createStage2Generator({ imageSize: 64 as 128 })).toThrow(OptionError);
    expect(() => createStage2Generator({ residualBlocks: -1 })).toThrow(OptionError);
  });
});

describe('createStage2Discriminator', () => {
  it('gives one or two logits for 128x128 or 256x256', () => {
    const shapes = (options: object) =>
      shapesOf(createStage2Discriminator({ df: 1, ...SIZES, ...options }));
    expect(shapes({})).toEqual([
      [null, 1],
      [null, 1],
    ]);
    expect(shapes({ imageSize: 128, unconditional: false })).toEqual([[null, 1]]);
    expect(() => createStage2Discriminator({ imageSize: 512 as 256 })).toThrow('imageSize is 512');
  });
});

describe('steps', () => {
  it('train both networks on the same images, without leaks', () => {
    const generator = createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 1, ...SIZES });
    const discriminator = createStage2Discriminator({ df: 1, imageSize: 128, ...SIZES });
    const optimizers = { generator: tf.train.adam(1e-3), discriminator: tf.train.adam(1e-3) };
    const images = normal<tf.Rank.R4>([2, 128, 128, 3]);
    const before = [weightsOf(generator), weightsOf(discriminator)];

    const step = () => {
      let inner: DiscriminatorLosses | undefined;
      const outer = generatorStep({
        generator,
        discriminator,
        optimizer: optimizers.generator,
        embeddings,
        epsilon,
        stage1Images,
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
    expect(scalars).toHaveLength(9);
    expect(scalars.every((scalar) => Number.isFinite(scalar.dataSync()[0]))).toBe(true);
    tf.dispose(scalars);
    expect(tf.memory().numTensors).toBe(tensors);

    [generator, discriminator].forEach((net, index) => {
      weightsOf(net).forEach((values, i) => expect(values).not.toEqual(before[index]?.[i]));
    });
  });

  it('restores real images from sketches in the same pass', () => {
    const generator = createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 1, ...SIZES });
    const discriminator = createStage2Discriminator({ df: 1, imageSize: 128, ...SIZES });
    const images = normal<tf.Rank.R4>([2, 128, 128, 3]);
    const options = {
      ...{ generator, discriminator, embeddings, epsilon, stage1Images },
      optimizer: tf.train.sgd(0),
    };
    const statistics = generator.getWeights().map((weight) => tf.clone(weight));
    const plain = generatorStep(options);
    expect(plain.reconstruction).toBeUndefined();
    // Sketches that are Stage-I's images: normalised with these, the batch has the same statistics,
    // and so the same images.
    generator.setWeights(statistics);
    let drawn: tf.Tensor4D | undefined;
    const losses = generatorStep({
      ...options,
      reconstruction: { images, weight: 7 },
      sketches: stage1Images,
      onGenerated: ({ images: generated }) => {
        drawn = tf.keep(tf.clone(generated));
      },
    });
    const value = (scalar: tf.Scalar | undefined) => scalar?.dataSync()[0] ?? NaN;
    expect(drawn!.shape).toEqual([2, 128, 128, 3]);
    const expected = tf.mean(tf.abs(tf.sub(drawn!, images))).dataSync()[0]!;
    expect(value(losses.reconstruction)).toBeCloseTo(expected, 4);
    expect(value(losses.adversarial)).toBeCloseTo(value(plain.adversarial), 3);
    expect(value(losses.kl)).toBeCloseTo(value(plain.kl), 5);
    const { loss, adversarial, kl, reconstruction } = losses;
    expect(value(loss)).toBeCloseTo(
      value(adversarial) + 2 * value(kl) + 7 * value(reconstruction),
      4,
    );
  });

  it('compares what it draws of Stage-I with real images, without sketches', () => {
    const generator = createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 1, ...SIZES });
    const discriminator = createStage2Discriminator({ df: 1, imageSize: 128, ...SIZES });
    const images = normal<tf.Rank.R4>([2, 128, 128, 3]);
    let drawn: tf.Tensor4D | undefined;
    const { reconstruction } = generatorStep({
      ...{ generator, discriminator, embeddings, epsilon, stage1Images },
      optimizer: tf.train.sgd(0),
      reconstruction: { images, weight: 7 },
      onGenerated: ({ images: generated }) => {
        drawn = tf.keep(tf.clone(generated));
      },
    });
    const expected = tf.mean(tf.abs(tf.sub(drawn!, images))).dataSync()[0]!;
    expect(reconstruction!.dataSync()[0]).toBeCloseTo(expected, 5);
  });
});
