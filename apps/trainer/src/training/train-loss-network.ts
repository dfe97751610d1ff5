import { createLoader, type HostBatch, type PreparedDataset } from '@stackgan/data';
import { type Adam, type AttackOptions, AUXILIARY_IMAGE_SIZE, createAdam } from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { type Progress, yieldingReporter } from '../shared/progress-reporter.js';

/** Larger batches hold more mismatched captions, and images of this size are cheap. */
const BATCH = 64;
/**
 * L2 radius of the adversarial perturbation of an image of 32×32: two blues differ by 10 over a
 * shirt; 2 is hardly visible.
 */
const RADIUS = 2;
const NOISE: [number, number, number, number] = [
  BATCH,
  AUXILIARY_IMAGE_SIZE,
  AUXILIARY_IMAGE_SIZE,
  3,
];
const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

interface LossNetworkTraining<Labels extends Record<string, tf.Tensor>> {
  steps: number;
  seed: number;
  /** Label of its random stream, so that training does not depend on other loss networks. */
  stream: string;
  /** Label of the progress line. */
  what: string;
  /** Labels of a batch of 64. */
  label: (batch: HostBatch) => Labels;
  /** One update on the images [N, S, S, 3]; the loss. */
  step: (optimizer: Adam, images: tf.Tensor4D, labels: Labels, attack: AttackOptions) => tf.Scalar;
}

/**
 * Side of the training images of a loss network: the smallest stored size that need not be
 * enlarged.
 */
export const lossNetworkSize = ({ info }: PreparedDataset): number =>
  Math.min(...info.imageSizes.filter((size) => size >= AUXILIARY_IMAGE_SIZE));

/**
 * Trains a loss network on real images of the training split. The learning rate falls to a tenth.
 */
export async function trainLossNetwork<Labels extends Record<string, tf.Tensor>>(
  network: LayersModel,
  dataset: PreparedDataset,
  {
    steps,
    seed,
    stream,
    what,
    label,
    step,
    progress,
  }: LossNetworkTraining<Labels> & { progress: Progress },
): Promise<void> {
  const adam = createAdam(network, ADAM);
  const random = new SeededRandom(seed).fork(stream);
  const loader = createLoader({
    dataset,
    split: 'train',
    imageSize: lossNetworkSize(dataset),
    batchSize: BATCH,
    random: random.fork('pictures'),
  });
  const directions = random.fork('attacks');
  const update = traced(
    ({ images, noise, labels }: { images: tf.Tensor4D; noise: tf.Tensor4D; labels: Labels }) => ({
      loss: step(adam, images, labels, { noise, radius: RADIUS }),
    }),
  );
  const tell = yieldingReporter(what, 'steps', progress);
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
      await tell(done, steps);
    }
  } finally {
    await loader.close();
    adam.dispose();
    // Graphs of 64 images are not needed again, and the stage needs the memory.
    releaseGraphs();
  }
}
