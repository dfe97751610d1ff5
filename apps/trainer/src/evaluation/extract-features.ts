import { setImmediate } from 'node:timers/promises';
import type { FeatureExtractor, Rows } from '@stackgan/metrics';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { Picture } from '../pictures/picture.js';
import { BATCH, type PictureSet } from '../pictures/picture-set.js';

/** One batch of a set, measured. */
export interface FeatureBatch {
  readonly pictures: readonly Picture[];
  /** [N, F] */
  readonly features: Rows;
  readonly captions?: readonly number[] | undefined;
}

/** The pictures of `set` with their features, batch by batch; `onProgress` is told how many are done. */
export async function* extractFeatures(
  set: PictureSet,
  extractor: FeatureExtractor,
  onProgress: (done: number) => void,
): AsyncGenerator<FeatureBatch> {
  const extract = traced(({ pictures }: { pictures: tf.Tensor4D }) => ({
    features: extractor.extract(pictures),
  }));
  const width = extractor.features;
  let done = 0;
  for await (const { pictures, captions } of set.batches()) {
    // The last batch is as large as the others, and so the same graph.
    const full = Array.from({ length: BATCH }, (_, index) => pictures[index] ?? pictures[0]!);
    const input = pictureTensor(full);
    const { features } = extract({ pictures: input });
    const data = (await features.data()) as Float32Array;
    tf.dispose([input, features]);
    done += pictures.length;
    // A backend that computes at once lets no timer and no Ctrl-C have its turn.
    await setImmediate();
    onProgress(done);
    yield { pictures, captions, features: { data: data.slice(0, pictures.length * width), width } };
  }
}

/** Pictures of one size as [N, S, S, 3] in [-1, 1]. */
export function pictureTensor(pictures: readonly Picture[]): tf.Tensor4D {
  const { size } = pictures[0]!;
  const values = new Float32Array(pictures.length * size * size * 3);
  pictures.forEach(({ data }, index) => {
    const offset = index * data.length;
    for (let i = 0; i < data.length; i++) values[offset + i] = data[i]! / 127.5 - 1;
  });
  return tf.tensor4d(values, [pictures.length, size, size, 3]);
}
