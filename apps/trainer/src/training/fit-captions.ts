import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import { createAdam, encodeImages, matchingCaptionStep } from '@stackgan/layers';
import type { SeededRandom } from '@stackgan/random';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { squareImages } from '../evaluation/attributes/square-images.js';
import { squareTensor } from '../evaluation/images-of.js';
import { BATCH } from '../images/image-set.js';
import { type Progress, yieldingReporter } from '../shared/progress-reporter.js';
import { drawCaption } from './draw-captions.js';

/** Pairs per step: more mismatched captions than the steps on images can afford. */
const PAIRS = 512;
/** The most images that are encoded: enough for a dense layer. */
const MOST_IMAGES = 20_000;
const ADAM = { learningRate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

interface FitOptions {
  steps: number;
  /** Side of the images that the image encoder was trained on. */
  imageSize: number;
  random: SeededRandom;
  progress: Progress;
}

/**
 * Trains the caption encoder of a matching network whose image encoder is trained: the images of
 * the training split are encoded once, then each of `steps` draws captions for 512 of them. The
 * learning rate falls to a tenth.
 */
export async function fitCaptions(
  network: LayersModel,
  dataset: PreparedDataset,
  { steps, imageSize, random, progress }: FitOptions,
): Promise<void> {
  const train = dataset.examples.filter(({ split }) => split === 'train');
  const examples = random.shuffle(train).slice(0, MOST_IMAGES);
  const codes = await codesOfImages(network, dataset, examples, { imageSize, progress });
  const width = codes.length / examples.length;
  const { dimension } = dataset.info.encoder;
  const encoder = network.getLayer('text_encoder') as unknown as LayersModel;
  const adam = createAdam(encoder, ADAM);
  const step = traced((pairs: { codes: tf.Tensor2D; embeddings: tf.Tensor2D }) => ({
    loss: matchingCaptionStep(network, adam, pairs),
  }));
  const tell = yieldingReporter('learning what captions say', 'steps', progress);
  const drawn = {
    codes: new Float32Array(PAIRS * width),
    embeddings: new Float32Array(PAIRS * dimension),
  };
  try {
    for (let done = 1; done <= steps; done++) {
      // Draw images, and one caption of each.
      for (let pair = 0; pair < PAIRS; pair++) {
        const at = random.integer(examples.length);
        drawn.codes.set(codes.subarray(at * width, (at + 1) * width), pair * width);
        drawn.embeddings.set(drawCaption(dataset, examples[at]!, random), pair * dimension);
      }
      const pairs = {
        codes: tf.tensor2d(drawn.codes.slice(), [PAIRS, width]),
        embeddings: tf.tensor2d(drawn.embeddings.slice(), [PAIRS, dimension]),
      };
      adam.learningRate = ADAM.learningRate * Math.min(1, 1.1 - done / steps);
      adam.beginUpdate();
      const { loss } = step(pairs);
      tf.dispose([...Object.values(pairs), loss]);
      await tell(done, steps);
    }
  } finally {
    adam.dispose();
  }
}

/** Codes of the images [N, D], row by row. */
async function codesOfImages(
  network: LayersModel,
  dataset: PreparedDataset,
  examples: readonly PreparedExample[],
  { imageSize, progress }: Pick<FitOptions, 'imageSize' | 'progress'>,
): Promise<Float32Array> {
  const encode = traced(({ images }: { images: tf.Tensor4D }) => ({
    codes: encodeImages(network, images),
  }));
  const tell = yieldingReporter('encoding images', 'images', progress);
  const rows: Float32Array[] = [];
  for (let done = 0; done < examples.length; done += BATCH) {
    const batch = examples.slice(done, done + BATCH);
    const read = await squareImages(dataset, batch, imageSize);
    // The last batch is as large as the others, and so the same graph.
    const images = squareTensor(Array.from({ length: BATCH }, (_, i) => read[i % batch.length]!));
    const { codes } = encode({ images });
    const [, width] = codes.shape;
    rows.push(((await codes.data()) as Float32Array).slice(0, batch.length * width));
    tf.dispose([images, codes]);
    await tell(done + batch.length, examples.length);
  }
  const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const row of rows) {
    all.set(row, filled);
    filled += row.length;
  }
  return all;
}
