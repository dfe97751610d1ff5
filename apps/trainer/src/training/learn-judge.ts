import { createLoader, type HostBatch, type PreparedDataset } from '@stackgan/data';
import { type Adam, type AttackOptions, AUXILIARY_IMAGE_SIZE, createAdam } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { type Progress, yieldingProgress } from '../shared/work-progress.js';

/** More images in a batch are more wrong captions to tell from, and each is cheap. */
const BATCH = 64;
/** Distance that an image of 32×32 is moved against the network: two blues differ by 10 over a shirt, and 2 is hardly seen. */
const RADIUS = 2;
const NOISE: [number, number, number, number] = [
  BATCH,
  AUXILIARY_IMAGE_SIZE,
  AUXILIARY_IMAGE_SIZE,
  3,
];
const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

interface Lesson<Labels extends Record<string, tf.Tensor>> {
  steps: number;
  seed: number;
  /** Label of its random stream: what it learns does not depend on other judges. */
  stream: string;
  /** What the progress line says. */
  what: string;
  /** What is known of a batch of 64. */
  label: (batch: HostBatch) => Labels;
  /** One update on the images [N, S, S, 3]; the loss. */
  step: (optimizer: Adam, images: tf.Tensor4D, labels: Labels, attack: AttackOptions) => tf.Scalar;
}

/** Side of the training images that a judge learns from: the smallest stored that it does not have to enlarge. */
export const judgedSize = ({ info }: PreparedDataset): number =>
  Math.min(...info.imageSizes.filter((size) => size >= AUXILIARY_IMAGE_SIZE));

/** Teaches a network to judge images by real ones of the training split. The learning rate falls to a tenth on the way. */
export async function learnJudge<Labels extends Record<string, tf.Tensor>>(
  network: LayersModel,
  dataset: PreparedDataset,
  { steps, seed, stream, what, label, step, progress }: Lesson<Labels> & { progress: Progress },
): Promise<void> {
  const adam = createAdam(network, ADAM);
  const random = new SeededRandom(seed).fork(stream);
  const loader = createLoader({
    dataset,
    split: 'train',
    imageSize: judgedSize(dataset),
    batchSize: BATCH,
    random: random.fork('pictures'),
  });
  const directions = random.fork('attacks');
  const update = traced(
    ({ images, noise, labels }: { images: tf.Tensor4D; noise: tf.Tensor4D; labels: Labels }) => ({
      loss: step(adam, images, labels, { noise, radius: RADIUS }),
    }),
  );
  const say = yieldingProgress(what, 'steps', progress);
  try {
    for (let done = 1; done <= steps; done++) {
      const batch = await loader.next();
      const noise = new Float32Array(tf.util.sizeFromShape(NOISE));
      const inputs = {
        images: tf.tensor4d(batch.images, batch.shape),
        noise: tf.tensor4d(directions.fillNormal(noise), NOISE),
        labels: label(batch),
      };
      adam.learningRate = ADAM.learningRate * Math.min(1, 1.1 - done / steps);
      adam.beginUpdate();
      const { loss } = update(inputs);
      tf.dispose([inputs, loss] as unknown as tf.TensorContainer);
      await say(done, steps);
    }
  } finally {
    await loader.close();
    adam.dispose();
    // Graphs of 64 images are not needed again, and the stage needs the memory.
    releaseGraphs();
  }
}
