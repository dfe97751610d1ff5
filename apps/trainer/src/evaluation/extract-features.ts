import { setImmediate } from 'node:timers/promises';
import type { FeatureExtractor, Rows } from '@stackgan/metrics';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { SquareImage } from '../images/image.js';
import { BATCH, type ImageSet } from '../images/image-set.js';

/** One batch of a set, measured. */
export interface FeatureBatch {
  readonly images: readonly SquareImage[];
  /** [N, F] */
  readonly features: Rows;
  readonly captions?: readonly number[] | undefined;
}

/** The images of `set` with their features, batch by batch; `onProgress` is told how many are done. */
export async function* extractFeatures(
  set: ImageSet,
  extractor: FeatureExtractor,
  onProgress: (done: number) => void,
): AsyncGenerator<FeatureBatch> {
  const extract = traced(({ images }: { images: tf.Tensor4D }) => ({
    features: extractor.extract(images),
  }));
  const width = extractor.features;
  let done = 0;
  for await (const { images, captions } of set.batches()) {
    // The last batch is as large as the others, and so the same graph.
    const full = Array.from({ length: BATCH }, (_, index) => images[index] ?? images[0]!);
    const input = imageTensor(full);
    const { features } = extract({ images: input });
    const data = (await features.data()) as Float32Array;
    tf.dispose([input, features]);
    done += images.length;
    // A backend that computes at once lets no timer and no Ctrl-C have its turn.
    await setImmediate();
    onProgress(done);
    yield { images, captions, features: { data: data.slice(0, images.length * width), width } };
  }
}

/** Images of one size as [N, S, S, 3] in [-1, 1]. */
export function imageTensor(images: readonly SquareImage[]): tf.Tensor4D {
  const { size } = images[0]!;
  const values = new Float32Array(images.length * size * size * 3);
  images.forEach(({ data }, index) => {
    const offset = index * data.length;
    for (let i = 0; i < data.length; i++) values[offset + i] = data[i]! / 127.5 - 1;
  });
  return tf.tensor4d(values, [images.length, size, size, 3]);
}
