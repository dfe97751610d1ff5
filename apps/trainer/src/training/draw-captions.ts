import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';

/** The embedding [T] of one caption of `example`, a view. */
export function drawCaption(
  dataset: PreparedDataset,
  example: PreparedExample,
  random: SeededRandom,
): Float32Array {
  const { dimension } = dataset.info.encoder;
  const captions = dataset.embeddings(example);
  const from = random.integer(captions.length / dimension) * dimension;
  return captions.subarray(from, from + dimension);
}

/** Embeddings of `count` captions drawn from those of `examples`, one of any image [count, T]. */
export function drawCaptions(
  dataset: PreparedDataset,
  examples: readonly PreparedExample[],
  { count, random }: { count: number; random: SeededRandom },
): tf.Tensor2D {
  const { dimension } = dataset.info.encoder;
  const rows = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const example = examples[random.integer(examples.length)]!;
    rows.set(drawCaption(dataset, example, random), row * dimension);
  }
  return tf.tensor2d(rows, [count, dimension]);
}

/**
 * Embeddings of `times` captions of each image, as `matchingLoss` takes them: one of each in order,
 * then another of each [times N, T]. Where an image has fewer, they come again.
 */
export function severalCaptions(
  dataset: PreparedDataset,
  examples: readonly PreparedExample[],
  { times, random }: { times: number; random: SeededRandom },
): tf.Tensor2D {
  const { dimension } = dataset.info.encoder;
  const rows = new Float32Array(times * examples.length * dimension);
  for (const [at, example] of examples.entries()) {
    const captions = dataset.embeddings(example);
    const count = captions.length / dimension;
    const first = random.integer(count);
    for (let time = 0; time < times; time++) {
      const from = ((first + time) % count) * dimension;
      rows.set(
        captions.subarray(from, from + dimension),
        (time * examples.length + at) * dimension,
      );
    }
  }
  return tf.tensor2d(rows, [times * examples.length, dimension]);
}
