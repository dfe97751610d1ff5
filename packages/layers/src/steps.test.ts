import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeEach, describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import { createDiscriminator } from './create-discriminator.js';
import { discriminatorStep, type DiscriminatorStepOptions } from './discriminator-step.js';
import { downBlock } from './down-block.js';
import { FullyConnected } from './fully-connected.js';
import { generatorStep, type GeneratorStepOptions } from './generator-step.js';
import type { DiscriminatorLosses } from './matching-aware-loss.js';
import { OptionError } from './option-error.js';
import { upBlock } from './up-block.js';
import type { TextPath } from './discriminator-parts.js';

// Networks for 8x8 images, 3 numbers of text and 2 of condition: small enough for the cpu backend.
function createGenerator(): LayersModel {
  const small = input({ shape: [4, 4, 3], name: 'small' });
  const text = input({ shape: [3], name: 'text' });
  const dense = (name: string) =>
    new FullyConnected({ name, units: 2, seed: 5 }).apply(text) as SymbolicTensor;
  const outputs = [upBlock(small, 3, { name: 'up', seed: 1 }), dense('mean'), dense('variance')];
  return model({ inputs: [small, text], outputs });
}

function createCritic(textPath: TextPath, unconditional: boolean): LayersModel {
  const image = input({ shape: [8, 8, 3] });
  const features = downBlock(image, 2, { name: 'down', seed: 1 });
  const encoder = model({ name: 'encoder', inputs: image, outputs: features });
  const sizes = { textDim: 3, conditionDim: 2, jointKernel: 1, seed: 1 } as const;
  return createDiscriminator({ name: 'critic', encoder, textPath, unconditional, ...sizes });
}

const weightsOf = (net: LayersModel) => net.getWeights().map((weight) => [...weight.dataSync()]);
const numbersOf = (losses: object) =>
  Object.values(losses).map((loss) => (loss as tf.Tensor).dataSync()[0] ?? NaN);

describe.each([
  { textPath: 'embedding', unconditional: false },
  { textPath: 'embedding', unconditional: true },
  { textPath: 'mean', unconditional: true },
] as const)('steps with $textPath, unconditional $unconditional', ({ textPath, unconditional }) => {
  const small = normal<tf.Rank.R4>([4, 4, 4, 3], 1);
  const images = normal<tf.Rank.R4>([4, 8, 8, 3], 2);
  const embeddings = normal<tf.Rank.R2>([4, 3], 3);
  const text = textPath === 'mean' ? normal<tf.Rank.R2>([4, 2], 4) : embeddings;
  const classes = tf.tensor1d([0, 0, 1, 2], 'int32');

  let generator: LayersModel;
  let discriminator: LayersModel;
  let forDiscriminator: DiscriminatorStepOptions;
  let forGenerator: GeneratorStepOptions;

  beforeEach(() => {
    generator = createGenerator();
    discriminator = createCritic(textPath, unconditional);
    forDiscriminator = {
      discriminator,
      optimizer: tf.train.adam(0.01, 0.5),
      batch: { images, embeddings: text, classes },
      generated: normal<tf.Rank.R4>([4, 8, 8, 3], 5),
    };
    forGenerator = {
      generator,
      discriminator,
      optimizer: tf.train.adam(0.01, 0.5),
      embeddings,
      generate: () => {
        const outputs = generator.apply([small, embeddings], { training: true });
        const [drawn, mean, logVariance] = outputs as [tf.Tensor4D, tf.Tensor2D, tf.Tensor2D];
        return { images: drawn, mean, logVariance };
      },
    };
  });

  it('discriminatorStep changes the discriminator, every weight of it, and lowers its loss', () => {
    const before = weightsOf(discriminator);
    const first = numbersOf(discriminatorStep(forDiscriminator));
    expect(first).toHaveLength(unconditional ? 6 : 4);
    expect(first.every(Number.isFinite)).toBe(true);
    weightsOf(discriminator).forEach((values, index) => expect(values).not.toEqual(before[index]));
    let last = first;
    for (let step = 0; step < 10; step++) last = numbersOf(discriminatorStep(forDiscriminator));
    expect(last[0]).toBeLessThan(first[0] as number);
  });

  it('discriminatorStep learns from wrong captions in a batch of one class, too', () => {
    const stepOf = (...ids: number[]) => {
      const critic = createCritic(textPath, unconditional);
      const batch = { images, embeddings: text, classes: tf.tensor1d(ids, 'int32') };
      const options = { ...forDiscriminator, optimizer: tf.train.sgd(0.1) };
      const { mismatched } = discriminatorStep({ ...options, discriminator: critic, batch });
      return { mismatched: mismatched.dataSync()[0], weights: weightsOf(critic) };
    };
    const oneClass = stepOf(3, 3, 3, 3);
    expect(oneClass.mismatched).toBeGreaterThan(0.1);
    // The same captions are wrong where all classes differ: the same loss, and the same gradients.
    expect(oneClass).toEqual(stepOf(0, 1, 2, 3));
  });

  it('generatorStep changes the generator, every weight of it, and lowers its loss', () => {
    const before = weightsOf(generator);
    const first = numbersOf(generatorStep(forGenerator));
    expect(first[0]).toBeCloseTo((first[1] ?? NaN) + 2 * (first[2] ?? NaN), 5);
    weightsOf(generator).forEach((values, index) => expect(values).not.toEqual(before[index]));
    let last = first;
    for (let step = 0; step < 10; step++) last = numbersOf(generatorStep(forGenerator));
    expect(last[0]).toBeLessThan(first[0] as number);
  });

  it('generatorStep leaves the discriminator bit-equal, moving statistics included', () => {
    const before = weightsOf(discriminator);
    tf.dispose(Object.values(generatorStep(forGenerator)));
    expect(weightsOf(discriminator)).toEqual(before);
  });

  it('discriminatorStep on the images of a step leaves the generator to its own update', () => {
    const plainGenerator = createGenerator();
    const shared = { ...forGenerator, klWeight: 0 };
    let during: number[][] = [];
    const losses = generatorStep({
      ...shared,
      onGenerated: ({ images: generated, mean }) => {
        const before = weightsOf(generator);
        const batch = { images, embeddings: textPath === 'mean' ? mean : embeddings, classes };
        tf.dispose(Object.values(discriminatorStep({ ...forDiscriminator, batch, generated })));
        during = weightsOf(generator);
        expect(during).toEqual(before);
      },
    });
    tf.dispose(Object.values(losses));
    expect(weightsOf(generator)).not.toEqual(during);
    plainGenerator.dispose();
  });

  it('one shared forward equals two separate steps', () => {
    // Apart: generate, train the discriminator, then the generator on new but equal images.
    const [start, critic] = [generator.getWeights(), discriminator.getWeights()].map((weights) =>
      weights.map((weight) => tf.clone(weight)),
    ) as [tf.Tensor[], tf.Tensor[]];
    const drawing = forGenerator.generate();
    generator.setWeights(start); // undo the moving statistics
    const batch = { images, embeddings: textPath === 'mean' ? drawing.mean : embeddings, classes };
    const apart = [
      ...numbersOf(discriminatorStep({ ...forDiscriminator, batch, generated: drawing.images })),
      ...numbersOf(generatorStep(forGenerator)),
    ];
    const after = [weightsOf(generator), weightsOf(discriminator)];

    // Together.
    generator.setWeights(start);
    discriminator.setWeights(critic);
    let inner: DiscriminatorLosses | undefined;
    const optimizers = [tf.train.adam(0.01, 0.5), tf.train.adam(0.01, 0.5)] as const;
    const outer = generatorStep({
      ...forGenerator,
      optimizer: optimizers[0],
      onGenerated: ({ images: generated, mean }) => {
        inner = discriminatorStep({
          ...forDiscriminator,
          optimizer: optimizers[1],
          batch: { images, embeddings: textPath === 'mean' ? mean : embeddings, classes },
          generated,
        });
      },
    });
    expect([...numbersOf(inner ?? {}), ...numbersOf(outer)]).toEqual(apart);
    expect([weightsOf(generator), weightsOf(discriminator)]).toEqual(after);
  });

  it('gives the discriminator other images with generateForDiscriminator', () => {
    const other = normal<tf.Rank.R4>([4, 8, 8, 3], 9);
    let seen: number[] = [];
    const plain = numbersOf(generatorStep({ ...forGenerator, optimizer: tf.train.sgd(0) }));
    const losses = generatorStep({
      ...forGenerator,
      optimizer: tf.train.sgd(0),
      generateForDiscriminator: () => ({ ...forGenerator.generate(), images: other }),
      onGenerated: ({ images: generated }) => {
        seen = [...generated.dataSync()];
      },
    });
    expect(seen).toEqual([...other.dataSync()]);
    expect(numbersOf(losses)).toEqual(plain); // The generator's own images are the same as ever.
  });

  it('pulls the generator to real images, of which there may be fewer than drawn', () => {
    const target = { images: tf.slice(images, 0, 3), weight: 10 };
    const options = { ...forGenerator, optimizer: tf.train.sgd(0.05), reconstruction: target };
    const drawn = forGenerator.generate().images;
    const expected = tf.mean(tf.abs(tf.sub(tf.slice(drawn, 0, 3), target.images))).dataSync()[0]!;
    const losses = () => {
      const { loss, adversarial, kl, reconstruction } = generatorStep(options);
      return numbersOf({ loss, adversarial, kl, reconstruction });
    };
    const [loss, adversarial, kl, reconstruction] = losses() as [number, number, number, number];
    expect(reconstruction).toBeCloseTo(expected, 5);
    expect(loss).toBeCloseTo(adversarial + 2 * kl + 10 * reconstruction, 4);
    let last = reconstruction;
    for (let step = 0; step < 10; step++) last = losses()[3]!;
    expect(last).toBeLessThan(reconstruction);
    // `reconstructed` images are compared in place of `images`.
    const reconstructed = target.images;
    const again = () => ({ ...forGenerator.generate(), reconstructed });
    const { reconstruction: none } = generatorStep({ ...options, generate: again });
    expect(none!.dataSync()[0]).toBe(0);
  });

  it('learns from the other losses alone without a discriminator', () => {
    const { discriminator: _, ...alone } = forGenerator;
    const reconstruction = { images, weight: 10 };
    const losses = () => generatorStep({ ...alone, optimizer: tf.train.sgd(0.05), reconstruction });
    const before = weightsOf(discriminator);
    const { loss, kl, reconstruction: first, ...others } = losses();
    expect(others).toEqual({});
    const [sum, divergence, distance] = numbersOf({ loss, kl, first }) as [number, number, number];
    expect(sum).toBeCloseTo(2 * divergence + 10 * distance, 4);
    let last = distance;
    for (let step = 0; step < 10; step++) last = losses().reconstruction!.dataSync()[0]!;
    expect(last).toBeLessThan(distance);
    expect(weightsOf(discriminator)).toEqual(before);
  });

  it('leaves no tensor behind but the scalars', () => {
    const step = () => {
      let inner: DiscriminatorLosses | undefined;
      const outer = generatorStep({
        ...forGenerator,
        onGenerated: ({ images: generated }) => {
          inner = discriminatorStep({ ...forDiscriminator, generated });
        },
      });
      return [...Object.values(outer), ...Object.values(inner ?? {})] as tf.Tensor[];
    };
    tf.dispose(step()); // Adam makes its slots once.
    const before = tf.memory().numTensors;
    const scalars = tf.tidy(step);
    expect(tf.memory().numTensors).toBe(before + scalars.length);
    tf.dispose(scalars);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('computes no kernel gradient of the discriminator in the generator step', async () => {
    const { kernels } = await tf.profile(() => {
      tf.dispose(Object.values(generatorStep(forGenerator)));
      return tf.scalar(0);
    });
    // Only that of the generator's up-block.
    expect(kernels.filter(({ name }) => name === 'Conv2DBackpropFilter')).toHaveLength(1);
  });

  it('computes no image gradient in the discriminator step', async () => {
    const { kernels } = await tf.profile(() => {
      tf.dispose(Object.values(discriminatorStep(forDiscriminator)));
      return tf.scalar(0);
    });
    const shapes = kernels
      .filter(({ name }) => name === 'Conv2DBackpropInput')
      .map(({ outputShapes }) => String(outputShapes[0]));
    expect(shapes).not.toContain('4,8,8,3');
  });

  it('shows the discriminator only augmented images', () => {
    const seen: number[][] = [];
    const augmentation = (x: tf.Tensor4D) => {
      seen.push(x.shape);
      return tf.mul<tf.Tensor4D>(x, 0.5);
    };
    tf.dispose(Object.values(discriminatorStep({ ...forDiscriminator, augmentation })));
    tf.dispose(Object.values(generatorStep({ ...forGenerator, augmentation })));
    expect(seen).toHaveLength(3);
  });
});

describe('discriminatorStep', () => {
  it('refuses a batch without a second caption, and batches of different sizes', () => {
    const discriminator = createCritic('embedding', false);
    const step = (images: number, embeddings: number, generated: number) =>
      discriminatorStep({
        discriminator,
        optimizer: tf.train.sgd(0.1),
        batch: { images: tf.zeros([images, 8, 8, 3]), embeddings: tf.zeros([embeddings, 3]) },
        generated: tf.zeros([generated, 8, 8, 3]),
      });
    expect(() => step(1, 1, 1)).toThrow(OptionError);
    expect(() => step(2, 2, 3)).toThrow('give as many of each');
  });

  it('names the part that a foreign model lacks', () => {
    const x = input({ shape: [8, 8, 3] });
    const foreign = model({ inputs: x, outputs: downBlock(x, 1, { name: 'down', seed: 1 }) });
    expect(() =>
      discriminatorStep({
        discriminator: foreign,
        optimizer: tf.train.sgd(0.1),
        batch: { images: tf.zeros([2, 8, 8, 3]), embeddings: tf.zeros([2, 3]) },
        generated: tf.zeros([2, 8, 8, 3]),
      }),
    ).toThrow("build it with a nested model named 'encoder'");
  });
});
