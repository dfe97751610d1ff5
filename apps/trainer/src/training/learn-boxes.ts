import { drawBoxes, type PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { setBoxes } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import type { Stage } from './stage.js';

/** Gives the generators of a new run the boxes of the training images of `dataset`. */
export function learnBoxes(
  { networks, imageSize }: Pick<Stage, 'networks' | 'imageSize'>,
  dataset: PreparedDataset,
  seed: number,
): void {
  const boxes = drawBoxes(dataset, imageSize, new SeededRandom(seed).fork('boxes'));
  if (boxes === undefined) throw new Error(`${dataset.directory} without boxes`);
  tf.tidy(() => {
    const rows = tf.tensor2d(boxes, [boxes.length / 4, 4]);
    setBoxes(networks.generator, rows);
    setBoxes(networks.average, rows);
  });
}
