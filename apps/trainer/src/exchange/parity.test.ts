import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { klDivergence } from '@stackgan/ca';
import { type HostTensor, readSafetensors } from '@stackgan/formats';
import { type Adam, createAdam, discriminatorStep, normalizeBatch } from '@stackgan/layers';
import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { importPytorch, type ImportedNetworks } from './import-pytorch.js';
import {
  stage1DiscriminatorNames,
  stage1GeneratorNames,
  stage2DiscriminatorNames,
  stage2GeneratorNames,
  type WeightName,
} from './state-dict-names.js';
import { weightLayouts } from './weight-layouts.js';
import { writeStateDict } from './state-dict.js';
import { realImages } from '../testing/real-images.js';

// Fixtures by fixtures/make-parity.py.
const fixture = (name: string) =>
  readSafetensors(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url))).tensors;
const FORWARD = 1e-5;
const GRADIENTS = 1e-4;
const WEIGHTS = 1e-4;
const ADAM = { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };

type Tensors = Record<string, HostTensor>;
const under = (tensors: Tensors, prefix: string): Tensors =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
const onBackend = <T extends tf.Tensor>({ data, shape }: HostTensor): T =>
  tf.tensor(data as Float32Array, [...shape], 'float32') as unknown as T;

/** Largest difference, as a share of the largest number expected. */
function difference(found: ArrayLike<number>, expected: HostTensor): number {
  expect(found.length).toBe(expected.data.length);
  let [largest, scale] = [0, 1e-30];
  expected.data.forEach((value, index) => {
    largest = Math.max(largest, Math.abs((found[index] ?? NaN) - value));
    scale = Math.max(scale, Math.abs(value));
  });
  return largest / scale;
}

interface Case {
  readonly stage: 1 | 2;
  readonly tensors: Tensors;
  readonly networks: ImportedNetworks & { discriminator: LayersModel };
  readonly names: { generator: readonly WeightName[]; discriminator: readonly WeightName[] };
}

function load(stage: 1 | 2): Case {
  const tensors = fixture(`parity-stage${stage}.safetensors`);
  const networks = importPytorch(
    { file: 'netG', dict: under(tensors, 'generator.') },
    { file: 'netD', dict: under(tensors, 'discriminator.') },
  ) as Case['networks'];
  const names = {
    generator: stage === 1 ? stage1GeneratorNames : stage2GeneratorNames(1),
    discriminator: stage === 1 ? stage1DiscriminatorNames : stage2DiscriminatorNames,
  };
  return { stage, tensors, networks, names };
}

/** Inputs of the generator in one step. */
function inputsOf({ stage, tensors, networks }: Case, step: number): tf.Tensor[] {
  const input = (name: string) => onBackend(tensors[`inputs.${name}`]!);
  const embeddings = input('embeddings');
  const [latent, epsilon] = [input(`latent.${step}`), input(`epsilon.${step}`)];
  if (stage === 1) return [embeddings, epsilon, latent];
  const inputs = [embeddings, input(`stage1Epsilon.${step}`), latent];
  const [sketch] = networks.base!.apply(inputs, { training: false }) as tf.Tensor[];
  return [sketch!, embeddings, epsilon];
}

async function forward(given: Case, mode: 'training' | 'evaluation'): Promise<number> {
  const { stage, tensors, networks } = given;
  const kwargs = () => ({ training: mode === 'training', updateStatistics: false });
  const outputs = tf.tidy(() => {
    const [images, mean, logVariance] = networks.generator.apply(
      inputsOf(given, 0),
      kwargs(),
    ) as tf.Tensor[];
    const logits = [networks.discriminator.apply([images!, mean!], kwargs())].flat() as tf.Tensor[];
    return {
      ...(stage === 1
        ? { images: images! }
        : {
            imagesSampled: tf.stridedSlice(images!, [0, 0, 0, 0], images!.shape, [1, 8, 8, 1]),
            imageMeans: tf.mean(images!, [1, 2]),
          }),
      mean: mean!,
      logVariance: logVariance!,
      conditionalLogit: logits[0]!,
      ...(logits[1] && { unconditionalLogit: logits[1] }),
    };
  });
  const differences = await Promise.all(
    Object.entries(outputs).map(async ([name, tensor]) =>
      difference(await tensor!.data(), tensors[`forward.${mode}.${name}`]!),
    ),
  );
  return Math.max(...differences);
}

/** An optimiser that remembers the first gradients. */
function watching(adam: Adam) {
  const first: Record<string, tf.Tensor> = {};
  return {
    first,
    applyGradients(gradients: { name: string; tensor: tf.Tensor }[]) {
      if (Object.keys(first).length === 0) {
        for (const { name, tensor } of gradients) first[name] = tf.keep(tf.clone(tensor));
      }
      adam.beginUpdate();
      adam.applyGradients(gradients);
    },
  };
}

async function train(given: Case) {
  const { stage, tensors, networks, names } = given;
  const { generator, discriminator } = networks;
  const adams = {
    generator: createAdam(generator, ADAM),
    discriminator: createAdam(discriminator, ADAM),
  };
  const optimizers = {
    generator: watching(adams.generator),
    discriminator: watching(adams.discriminator),
  };
  const images = realImages(stage === 1 ? 64 : 256);
  const losses: Record<string, number>[] = [];
  for (let step = 0; step < 5; step++) {
    const scalars = tf.tidy(() => {
      const inputs = inputsOf(given, step);
      const embeddings = inputs[stage - 1] as tf.Tensor2D;
      const epsilon = inputs[stage] as tf.Tensor2D;
      let ofReal: Record<string, tf.Scalar> = {};
      const common = {
        ...{ generator, discriminator, embeddings, epsilon, optimizer: optimizers.generator },
        onGenerated: ({ images: generated, mean }: stage1.GeneratedImages) => {
          ofReal = {
            ...discriminatorStep({
              discriminator,
              optimizer: optimizers.discriminator,
              batch: { images, embeddings: mean },
              generated,
            }),
          };
        },
      };
      const ofDrawn =
        stage === 1
          ? stage1.generatorStep({ ...common, latent: inputs[2] as tf.Tensor2D })
          : stage2.generatorStep({ ...common, stage1Images: inputs[0] as tf.Tensor4D });
      return { discriminator: ofReal['loss']!, generator: ofDrawn.loss, kl: ofDrawn.kl };
    });
    const read = Object.entries(scalars).map(async ([name, scalar]) => [
      name,
      (await scalar.data())[0]!,
    ]);
    losses.push(Object.fromEntries(await Promise.all(read)) as Record<string, number>);
  }
  const lossDifference = Math.max(
    ...Object.keys(losses[0]!).map((name) =>
      difference(
        losses.map((all) => all[name]!),
        tensors[`losses.${name}`]!,
      ),
    ),
  );

  const result = { losses: lossDifference, gradients: 0, weights: 0, slots: 0, statistics: 0 };
  for (const network of ['generator', 'discriminator'] as const) {
    const model = networks[network];
    const variables = new Map(
      model.weights.map((weight) => [weight.originalName, weight.read() as tf.Variable]),
    );
    const slots = adams[network].slots();
    const trainable = model.trainableWeights.map(({ originalName }) => originalName);
    const after = await writeStateDict(model, names[network]);
    for (const { foreign, own, layout } of names[network]) {
      const { write } = weightLayouts[layout];
      const inTheirs = async (tensor: tf.Tensor, scale = 1) =>
        write({
          dtype: 'float32',
          shape: tensor.shape,
          data: Float32Array.from(await tensor.data(), (value) => value * scale),
        }).data;
      const note = (kind: keyof typeof result, found: ArrayLike<number>, name: string): void => {
        result[kind] = Math.max(result[kind], difference(found, tensors[name]!));
      };
      const final = `after.${network}.${foreign}`;
      if (own.includes('moving_')) {
        note('statistics', after[foreign]!.data, final);
        continue;
      }
      note('weights', after[foreign]!.data, final);
      const gradient = optimizers[network].first[variables.get(own)!.name]!;
      note('gradients', await inTheirs(gradient), `gradients.${network}.${foreign}`);
      // Ours are the decayed sums, theirs the means.
      const slot = 2 * trainable.indexOf(own);
      const [mean, square] = [slots[slot]!, slots[slot + 1]!];
      const scales = [1 - ADAM.beta1, 1 - ADAM.beta2];
      note('slots', await inTheirs(mean, scales[0]), `slots.${network}.exp_avg.${foreign}`);
      note('slots', await inTheirs(square, scales[1]), `slots.${network}.exp_avg_sq.${foreign}`);
    }
  }
  return result;
}

describe.each(['cpu', 'ort'] as const)('beside PyTorch, on the %s backend', (backend) => {
  beforeAll(async () => {
    if (backend === 'ort') registerOrtBackend({ threads: 1 });
    await tf.setBackend(backend);
  });

  describe.each([1, 2] as const)('Stage %i', (stage) => {
    it.for(['evaluation', 'training'] as const)(
      'draws and judges the same in %s mode',
      async (mode, { annotate }) => {
        const found = await forward(load(stage), mode);
        await annotate(`${backend}, Stage ${stage}, forward, ${mode}: ${found.toExponential(1)}`);
        expect(found).toBeLessThan(FORWARD);
      },
    );

    it('is trained the same for five steps', async ({ annotate }) => {
      const found = await train(load(stage));
      for (const [what, most] of Object.entries(found)) {
        await annotate(`${backend}, Stage ${stage}, ${what}: ${most.toExponential(1)}`);
      }
      expect(found.losses).toBeLessThan(GRADIENTS);
      expect(found.gradients).toBeLessThan(GRADIENTS);
      expect(found.weights).toBeLessThan(WEIGHTS);
      expect(found.slots).toBeLessThan(WEIGHTS);
      expect(found.statistics).toBeLessThan(WEIGHTS);
      // Stage-II on the cpu backend takes five minutes on a busy machine.
    }, 600_000);
  });

  it('batch normalisation and the KL term are the same', async () => {
    const parts = fixture('parity-parts.safetensors');
    const part = <T extends tf.Tensor>(name: string) => onBackend<T>(parts[name]!);
    const x = tf.transpose(part<tf.Tensor4D>('batchNorm.x'), [0, 2, 3, 1]);
    let found: { mean: number[]; variance: number[] } | undefined;
    const y = normalizeBatch(
      x,
      part<tf.Tensor1D>('batchNorm.weight'),
      part<tf.Tensor1D>('batchNorm.bias'),
      1e-5,
      ({ mean, variance }) => {
        found = { mean: [...mean.dataSync()], variance: [...variance.dataSync()] };
      },
    );
    const inTheirs = await tf.transpose(y, [0, 3, 1, 2]).data();
    expect(difference(inTheirs, parts['batchNorm.output']!)).toBeLessThan(FORWARD);
    const count = 4 * 5 * 5;
    const means = found!.mean.map((value) => 0.1 * value);
    expect(difference(means, parts['batchNorm.runningMean']!)).toBeLessThan(FORWARD);
    // The reference's moving variance is the unbiased estimate, ours that of the batch.
    const unbiased = found!.variance.map((value) => 0.9 + (0.1 * value * count) / (count - 1));
    expect(difference(unbiased, parts['batchNorm.runningVar']!)).toBeLessThan(FORWARD);

    const kl = klDivergence(part<tf.Tensor2D>('kl.mean'), part<tf.Tensor2D>('kl.logVariance'));
    expect(difference(await kl.data(), parts['kl.value']!)).toBeLessThan(FORWARD);
  });
});
