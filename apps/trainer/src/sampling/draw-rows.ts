import { type CascadeNoise, mapNoise } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { BATCH } from '../images/image-set.js';
import type { SquareImage } from '../images/image.js';
import type { OpenedCascade } from './open-cascade.js';
import { readDrawn } from './read-drawn.js';

/** The noise of one image: [size] numbers for each noise vector of a cascade. */
export type ImageNoise = CascadeNoise<Float32Array>;

/** What one image is drawn of. */
export interface DrawRow {
  /** φ_t, [T]. */
  readonly embedding: Float32Array;
  readonly noise: ImageNoise;
}

/**
 * Draws one image of each row, of the last stage, in batches; `onProgress` is told how many are done. Throws
 * RunDirectoryError where a generator draws NaN.
 */
export async function drawRows(
  { path, cascade }: Pick<OpenedCascade, 'path' | 'cascade'>,
  rows: readonly DrawRow[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<SquareImage[]> {
  const batch = Math.min(BATCH, rows.length);
  const images: SquareImage[] = [];
  for (let done = 0; done < rows.length; done += batch) {
    signal.throwIfAborted();
    // The last batch is as large as the others, and so the same graph; what is too much is dropped.
    const chosen = Array.from({ length: batch }, (_, index) => rows[done + index] ?? rows[done]!);
    const embeddings = stack(chosen.map(({ embedding }) => embedding));
    const noise = mapNoise(cascade.noiseVectors, (_, name) =>
      stack(chosen.map((row) => row.noise[name]!)),
    );
    const drawn = cascade.draw(embeddings, noise);
    images.push(...(await readDrawn(path, drawn.at(-1)!)).slice(0, rows.length - done));
    tf.dispose([embeddings, ...Object.values(noise), ...drawn]);
    onProgress(images.length);
  }
  return images;
}

/** Vectors of one length as [N, length]. */
function stack(vectors: readonly Float32Array[]): tf.Tensor2D {
  const width = vectors[0]!.length;
  const values = new Float32Array(vectors.length * width);
  vectors.forEach((vector, index) => values.set(vector, index * width));
  return tf.tensor2d(values, [vectors.length, width]);
}
