import * as tf from '@tensorflow/tfjs-core';
import type { Cascade } from './cascade.js';
import { GeneratedImage } from './generated-image.js';
import { RGBImage } from './image.js';
import { nextTask } from './next-task.js';
import { type CascadeNoise, mapNoise } from './noise-vectors.js';

/** What one image is drawn from. */
export interface DrawRow {
  /** φ_t, [T]. */
  readonly embedding: Float32Array;
  /** [size] numbers for each noise vector of the cascade. */
  readonly noise: CascadeNoise<Float32Array>;
}

export interface DrawRowsOptions {
  /** Images per batch, 8 by default: more need more memory. */
  readonly batchSize?: number;
  /**
   * Stops between stages and batches; the iterator then rejects with its reason and keeps no
   * tensors.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called before a stage (0 or 1) of a batch, with the number of finished rows and the size of the
   * batch.
   */
  readonly onStage?: ((stage: number, done: number, batch: number) => void) | undefined;
}

/**
 * Draws one image per row, batch by batch. Before each stage it yields to other tasks, such as
 * events of a page. Rejects with ImageError if a generator draws NaN, and with RangeError for
 * `batchSize`.
 */
export async function* drawRows(
  cascade: Cascade,
  rows: readonly DrawRow[],
  { batchSize = 8, signal, onStage }: DrawRowsOptions = {},
): AsyncGenerator<GeneratedImage, void, void> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize is ${batchSize}; give a whole number, 1 or more`);
  }
  const size = Math.min(batchSize, rows.length);
  for (let done = 0; done < rows.length; done += size) {
    const batch = rows.slice(done, done + size);
    const begin = async (stage: number) => {
      onStage?.(stage, done, batch.length);
      await nextTask();
      signal?.throwIfAborted();
    };
    // One graph serves batches of one size.
    const count = cascade.isCompiled ? size : batch.length;
    const padded = Array.from({ length: count }, (_, index) => batch[index] ?? batch[0]!);
    const images = await drawBatch(cascade, padded, begin);
    yield* images.slice(0, batch.length);
  }
}

async function drawBatch(
  cascade: Cascade,
  rows: readonly DrawRow[],
  begin: (stage: number) => Promise<void>,
): Promise<GeneratedImage[]> {
  const tensors: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    tensors.push(tensor);
    return tensor;
  };
  try {
    const inputs = {
      embeddings: keep(stack(rows.map(({ embedding }) => embedding))),
      ...mapNoise(cascade.noiseVectors, (_, name) =>
        keep(stack(rows.map(({ noise }) => noise[name]!))),
      ),
    };
    let previous: tf.Tensor4D | undefined;
    const values: Float32Array[] = [];
    const sides: number[] = [];
    for (const [index, stage] of cascade.stages.entries()) {
      await begin(index);
      previous = keep(stage(inputs, previous));
      // A backend may only queue work; once values can be read, the work is done.
      values.push(await previous.data<'float32'>());
      sides.push(previous.shape[1]);
    }
    return rows.map((_, row) => imageOf(row, rows.length, values, sides));
  } finally {
    tf.dispose(tensors);
  }
}

/** The image `row` of a batch of `rows`, whose stages drew `values`. */
function imageOf(
  row: number,
  rows: number,
  values: readonly Float32Array[],
  sides: readonly number[],
): GeneratedImage {
  const of = (stage: number) => {
    const length = values[stage]!.length / rows;
    return values[stage]!.slice(row * length, (row + 1) * length);
  };
  const [small, large = small] = sides as [number, number?];
  if (sides.length === 1) return new GeneratedImage(of(0), [small, small]);
  return new GeneratedImage(of(1), [large, large], new RGBImage(of(0), [small, small]));
}

/** Vectors of one length as [N, length]. */
function stack(vectors: readonly Float32Array[]): tf.Tensor2D {
  const width = vectors[0]!.length;
  const values = new Float32Array(vectors.length * width);
  vectors.forEach((vector, index) => values.set(vector, index * width));
  return tf.tensor2d(values, [vectors.length, width]);
}
