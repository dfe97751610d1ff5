import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { checkWhole, MetricError } from '../shared/metric-error.js';
import type { ProgressListener } from '../shared/progress-listener.js';
import { checkRows, checkWidth, type Rows } from '../shared/rows.js';
import { selectRows } from '../shared/select-rows.js';
import { applyLinearMap, type LinearMap } from './linear-map.js';
import { CaptionedImages } from './captioned-images.js';
import { foldStandardisation, standardisationOf, standardise } from './standardise.js';

/** Trained projections of images and captions into one space, as plain numbers to store. */
export interface MatchingHead {
  /** From image features to the common space. */
  readonly images: LinearMap;
  /** From caption embeddings to it. */
  readonly captions: LinearMap;
}

/** Options of {@link trainMatchingHead}. */
export interface MatchingOptions {
  /** Dimensions of the common space; default 128. */
  readonly dimensions?: number;
  /** Passes over the images, each with one of its captions; default 60. */
  readonly epochs?: number;
  /** Pairs of a batch; default 256, or all images if there are fewer. */
  readonly batchSize?: number;
  /** Learning rate of Adam; default 0.001. */
  readonly learningRate?: number;
  /**
   * How blur, noise and the like shift features of images, [S, F]: a random one is added to about
   * half of the images of a batch, so that the head works on degraded images, too. None by default.
   */
  readonly shifts?: Rows;
  /** Seed of the initial weights, the batches, the captions and the shifts; default 0. */
  readonly seed?: number;
  /** Called with the number of steps. */
  readonly onProgress?: ProgressListener;
}

/** The first temperature, as in CLIP; it is learned. */
const TEMPERATURE = 0.07;
/** The logarithm of 1 / the least temperature. */
const SHARPEST = Math.log(100);
/** The logit of a pair that is no mismatch: its exponential is 0. */
const NEVER = -1e9;

/**
 * Text-image matching for R-precision: linear projections of image features [N, F] and caption
 * embeddings [M, T] into one space, where the cosine of an image and its caption exceeds those with
 * others, by the symmetric contrastive loss (InfoNCE) of CLIP (Radford et al. 2021, arXiv
 * 2103.00020), with Adam on the current tfjs backend. `imageOf` holds the image's row for each
 * caption; an image has one caption at least. A caption that belongs to both of two images is a
 * mismatch of neither. Throws {@link MetricError} for rows that do not fit, captions that are all
 * the same, or numbers that are not finite.
 */
export async function trainMatchingHead(
  images: Rows,
  captions: Rows,
  imageOf: ArrayLike<number>,
  options: MatchingOptions = {},
): Promise<MatchingHead> {
  const { dimensions = 128, epochs = 60, learningRate = 1e-3, shifts, onProgress } = options;
  const count = checkRows('images', images, 2);
  checkRows('captions', captions);
  if (shifts) {
    checkRows('shifts', shifts);
    checkWidth('shifts', shifts.width, images.width);
  }
  const { batchSize = Math.min(256, count), seed = 0 } = options;
  checkWhole('dimensions', dimensions, 1);
  checkWhole('epochs', epochs, 1);
  checkWhole('batchSize', batchSize, 2);
  if (batchSize > count) {
    throw new MetricError('option', `batchSize is ${batchSize}, there are ${count} images`);
  }
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new MetricError('option', `learningRate is ${learningRate}: give a number above 0`);
  }
  const pairs = new CaptionedImages(captions, imageOf, count);
  const random = new SeededRandom(seed);
  const sides = [images, captions].map((rows) => {
    const standardisation = standardisationOf(rows);
    const numbers = random.fillNormal(new Float32Array(rows.width * dimensions));
    const initial = numbers.map((value) => value / Math.sqrt(rows.width));
    return {
      rows,
      standardisation,
      weights: tf.tidy(() => tf.variable(tf.tensor2d(initial, [rows.width, dimensions]))),
    };
  });
  const logScale = tf.tidy(() => tf.variable(tf.scalar(-Math.log(TEMPERATURE))));
  const optimizer = tf.train.adam(learningRate);
  const project = (rows: readonly number[], side: number): tf.Tensor2D => {
    const { weights, standardisation, rows: all } = sides[side]!;
    // Batch by batch: a copy of all captions may be a gigabyte.
    const picked = selectRows(all, rows);
    if (shifts && side === 0) shiftRows(picked, shifts, random);
    const data = standardise(picked, standardisation);
    const x = tf.tensor2d(data, [rows.length, all.width]);
    return unit(tf.matMul(x, weights as tf.Tensor2D));
  };
  try {
    const steps = epochs * Math.floor(count / batchSize);
    for (let step = 0; step < steps; step++) {
      const batch = pairs.nextBatch(batchSize, random);
      const cost = optimizer.minimize(
        () => {
          const cosines = tf.matMul(
            project(batch.images, 0),
            project(batch.captions, 1),
            false,
            true,
          );
          const scale = tf.exp(tf.minimum(logScale, SHARPEST));
          const shared = tf.tensor2d(batch.shared, [batchSize, batchSize]);
          const logits = tf.add(tf.mul(cosines, scale), tf.mul(shared, NEVER));
          const contrast = tf.add(matchingLoss(logits), matchingLoss(tf.transpose(logits)));
          return tf.mul(contrast, 0.5) as tf.Scalar;
        },
        true,
        [...sides.map(({ weights }) => weights), logScale],
      )!;
      // Read each step, for a backend that computes when it is read.
      const [value] = await cost.data();
      cost.dispose();
      if (!Number.isFinite(value)) {
        throw new MetricError('notFinite', `The loss is ${value}: give a smaller learningRate`);
      }
      await onProgress?.(step + 1, steps);
    }
    const maps = sides.map(async ({ rows, standardisation, weights }) =>
      foldStandardisation(
        {
          inputs: rows.width,
          outputs: dimensions,
          weights: (await weights.data()) as Float32Array,
          bias: new Float32Array(dimensions),
        },
        standardisation,
      ),
    );
    const [ofImages, ofCaptions] = (await Promise.all(maps)) as [LinearMap, LinearMap];
    return { images: ofImages, captions: ofCaptions };
  } finally {
    tf.dispose([logScale, ...sides.map(({ weights }) => weights)]);
    optimizer.dispose();
  }
}

/** Adds one of `shifts` to about half of the rows. */
function shiftRows(
  { data, width }: ReturnType<typeof selectRows>,
  shifts: Rows,
  random: SeededRandom,
): void {
  for (let from = 0; from < data.length; from += width) {
    if (random.uniform() < 0.5) continue;
    const shift = random.integer(shifts.data.length / width) * width;
    for (let i = 0; i < width; i++) data[from + i]! += shifts.data[shift + i]!;
  }
}

/** Images [N, F] in the common space, [N, dimensions]; compare them with captions by cosine. */
export function projectImages(head: MatchingHead, features: Rows): Promise<Rows> {
  return applyLinearMap('features', head.images, features);
}

/** Captions [N, T] in the common space, [N, dimensions]. */
export function projectCaptions(head: MatchingHead, embeddings: Rows): Promise<Rows> {
  return applyLinearMap('embeddings', head.captions, embeddings);
}

/** Mean cross-entropy of the rows, where the diagonal is right. */
function matchingLoss(logits: tf.Tensor): tf.Tensor {
  const own = tf.mul(tf.logSoftmax(logits), tf.eye(logits.shape[0]!));
  return tf.neg(tf.mean(tf.sum(own, 1)));
}

/** Rows of length 1. */
function unit(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(rows, tf.rsqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-12)));
}
