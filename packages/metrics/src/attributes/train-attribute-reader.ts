import { Adam } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { checkWhole, MetricError } from '../shared/metric-error.js';
import { inTidy, type Trace } from '../shared/trace.js';
import type { AttributeReader, NamedAttribute, ReaderLayer } from './attribute-reader.js';
import { checkLabels, type LabelledImages, imageAt } from './labelled-images.js';
import { measureReader } from './measure-reader.js';
import { applyVariants, ImageVariants, type Variants } from './image-variants.js';
import { applyReader, drawLayers, layerVariables, readerShapes } from './reader-network.js';

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Options of {@link trainAttributeReader}. */
export interface AttributeReaderOptions {
  /** Updates; default 1,500, whatever the number of images. */
  readonly steps?: number;
  /** Images of an update; default 32. */
  readonly batchSize?: number;
  /** Initial learning rate of Adam, which falls to 0 along a cosine. Default 0.001. */
  readonly learningRate?: number;
  /** Channels after the first layer; the fourth has eight times as many. Default 32. */
  readonly width?: number;
  /** The share of images that is held out; default 0.1. */
  readonly holdOut?: number;
  /** Whether images may be mirrored. Default false. */
  readonly mirror?: boolean;
  /** Seed of the held-out images, the initial weights and the augmentation; default 0. */
  readonly seed?: number;
  /** Records the step, for backends that gain by it. Default: runs it each time. */
  readonly trace?: Trace;
  /** Told how many steps are done; the next waits for it. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

/**
 * Trains a small convolutional network with one softmax per attribute to read the values of
 * `attributes` from images, by the mean cross-entropy of the known labels, on the current tfjs
 * backend. Training images are shifted, blurred and made noisy, so that the reader works at any
 * size and sharpness; their colours stay. The same seed gives the same reader on the same backend.
 * Throws {@link MetricError} for labels that do not fit, or that are all unknown.
 */
export async function trainAttributeReader(
  images: LabelledImages,
  attributes: readonly NamedAttribute[],
  options: AttributeReaderOptions = {},
): Promise<AttributeReader> {
  const { learningRate = 1e-3, width = 32, holdOut = 0.1, seed = 0, mirror = false } = options;
  const { steps = 1500, batchSize = 32, trace = inTidy, onProgress } = options;
  const count = checkLabels(images, attributes);
  for (const [name, value] of Object.entries({ steps, batchSize, width }))
    checkWhole(name, value, 1);
  if (!(holdOut >= 0 && holdOut < 1)) {
    throw new MetricError('option', `holdOut is ${holdOut}: give a share from 0 to below 1`);
  }
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new MetricError('option', `learningRate is ${learningRate}: give a number above 0`);
  }
  const random = new SeededRandom(seed);
  const order = random.fork('held out').shuffle(Array.from({ length: count }, (_, i) => i));
  const heldOut = Math.min(Math.round(holdOut * count), count - 1);
  const [held, kept] = [order.slice(0, heldOut), order.slice(heldOut)];

  const sizes = attributes.map(({ values }) => values.length);
  const outputs = sizes.reduce((sum, size) => sum + size, 0);
  const shapes = readerShapes(width, outputs);
  const variables = layerVariables(drawLayers(shapes, random.fork('weights')));
  const adam = new Adam(variables, { learningRate, ...ADAM });
  const variants = new ImageVariants(images.size, mirror, random.fork('variants'));
  const next = batches(kept, batchSize, random.fork('order'));
  const step = trace((inputs: { seen: Variants; targets: tf.Tensor2D }) => {
    const seen = applyVariants(inputs.seen);
    const cost = () => maskedLoss(applyReader(seen, variables), inputs.targets, sizes);
    const { value: loss, grads } = tf.variableGrads(cost, variables);
    adam.applyGradients(variables.map(({ name }) => ({ name, tensor: grads[name]! })));
    return { loss };
  });
  try {
    for (let done = 0; done < steps; done++) {
      const rows = next();
      adam.learningRate = (learningRate / 2) * (1 + Math.cos((Math.PI * done) / steps));
      adam.beginUpdate();
      const inputs = {
        seen: variants.next(rows.map((row) => imageAt(images, row))),
        targets: targetsOf(rows, images.labels, sizes),
      };
      const { loss } = step(inputs);
      tf.dispose([...Object.values(inputs.seen), inputs.targets]);
      // Read each step, for a backend that computes when it is read.
      const [value] = await loss.data();
      loss.dispose();
      if (!Number.isFinite(value)) {
        throw new MetricError('notFinite', `The loss is ${value}: give a smaller learningRate`);
      }
      await onProgress?.(done + 1, steps);
    }
    const layers = await readLayers(shapes, variables);
    const unmeasured = attributes.map((one) => ({ ...one, heldOutAccuracy: NaN, heldOut: 0 }));
    const reader = { attributes: unmeasured, layers };
    return { attributes: await measureReader(reader, images, held, trace), layers };
  } finally {
    tf.dispose(variables);
    adam.dispose();
  }
}

/** Returns the next rows of passes over all of them, each shuffled anew. */
function batches(rows: readonly number[], size: number, random: SeededRandom): () => number[] {
  let queue: number[] = [];
  return () => {
    const batch: number[] = [];
    while (batch.length < size) {
      if (queue.length === 0) queue = random.shuffle([...rows]);
      batch.push(queue.pop()!);
    }
    return batch;
  };
}

/** [N, outputs]: 1 for the known value of each attribute, all else 0. */
function targetsOf(
  rows: readonly number[],
  labels: Int32Array,
  sizes: readonly number[],
): tf.Tensor2D {
  const outputs = sizes.reduce((sum, size) => sum + size, 0);
  const targets = new Float32Array(rows.length * outputs);
  rows.forEach((row, i) => {
    let first = i * outputs;
    sizes.forEach((size, attribute) => {
      const label = labels[row * sizes.length + attribute]!;
      if (label >= 0) targets[first + label] = 1;
      first += size;
    });
  });
  return tf.tensor2d(targets, [rows.length, outputs]);
}

/** Cross-entropy summed over the attributes that are known of an image, averaged over images. */
function maskedLoss(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  sizes: readonly number[],
): tf.Scalar {
  // The gradient of a split into one part fails.
  const parts = sizes.length > 1 ? tf.split(logits, [...sizes], 1) : [logits];
  const logProbabilities = tf.concat(
    parts.map((part) => tf.logSoftmax(part)),
    1,
  );
  const known = tf.sum(tf.mul(logProbabilities, targets));
  return tf.mul(known, -1 / logits.shape[0]) as tf.Scalar;
}

async function readLayers(
  shapes: readonly number[][],
  variables: readonly tf.Variable[],
): Promise<ReaderLayer[]> {
  const numbers = await Promise.all(variables.map((variable) => variable.data<'float32'>()));
  return shapes.map((shape, layer) => ({
    shape,
    weights: Float32Array.from(numbers[2 * layer]!),
    bias: Float32Array.from(numbers[2 * layer + 1]!),
  }));
}
