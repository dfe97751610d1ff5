import { type CascadeNoise, mapNoise } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { BATCH } from '../pictures/picture-set.js';
import type { Picture } from '../pictures/picture.js';
import type { OpenedCascade } from './open-cascade.js';
import { readDrawn } from './read-drawn.js';

/** The noise of one picture: [size] numbers for each noise vector of a cascade. */
export type PictureNoise = CascadeNoise<Float32Array>;

/** What one picture is drawn of. */
export interface DrawRow {
  /** φ_t, [T]. */
  readonly embedding: Float32Array;
  readonly noise: PictureNoise;
}

/**
 * Draws one picture of each row, of the last stage, in batches; `onProgress` is told how many are done. Throws
 * RunDirectoryError where a generator draws NaN.
 */
export async function drawRows(
  { path, cascade }: Pick<OpenedCascade, 'path' | 'cascade'>,
  rows: readonly DrawRow[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<Picture[]> {
  const batch = Math.min(BATCH, rows.length);
  const pictures: Picture[] = [];
  for (let done = 0; done < rows.length; done += batch) {
    signal.throwIfAborted();
    // The last batch is as large as the others, and so the same graph; what is too much is dropped.
    const chosen = Array.from({ length: batch }, (_, index) => rows[done + index] ?? rows[done]!);
    const embeddings = stack(chosen.map(({ embedding }) => embedding));
    const noise = mapNoise(cascade.noiseVectors, (_, name) =>
      stack(chosen.map((row) => row.noise[name]!)),
    );
    const drawn = cascade.draw(embeddings, noise);
    pictures.push(...(await readDrawn(path, drawn.at(-1)!)).slice(0, rows.length - done));
    tf.dispose([embeddings, ...Object.values(noise), ...drawn]);
    onProgress(pictures.length);
  }
  return pictures;
}

/** Vectors of one length as [N, length]. */
function stack(vectors: readonly Float32Array[]): tf.Tensor2D {
  const width = vectors[0]!.length;
  const values = new Float32Array(vectors.length * width);
  vectors.forEach((vector, index) => values.set(vector, index * width));
  return tf.tensor2d(values, [vectors.length, width]);
}
