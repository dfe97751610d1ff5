import * as tf from '@tensorflow/tfjs-core';
import { MetricError } from '../shared/metric-error.js';
import { checkRows, type Rows } from '../shared/rows.js';

/** x · weights + bias, as plain numbers that can be stored. */
export interface LinearMap {
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs, outputs], row-major. */
  readonly weights: Float32Array;
  /** [outputs] */
  readonly bias: Float32Array;
}

/** Rows that are multiplied at once. */
const CHUNK = 4096;

/**
 * [N, outputs] of `rows` [N, inputs], computed on the current tfjs backend. Throws {@link
 * MetricError} if rows and map do not fit each other.
 */
export async function applyLinearMap(what: string, map: LinearMap, rows: Rows): Promise<Rows> {
  const { inputs, outputs, weights, bias } = map;
  const count = checkRows(what, rows);
  if (rows.width !== inputs) {
    throw new MetricError('shape', `${what}: ${rows.width} numbers each, the head reads ${inputs}`);
  }
  if (weights.length !== inputs * outputs || bias.length !== outputs) {
    const found = `${weights.length} weights and ${bias.length} in its bias`;
    throw new MetricError('shape', `The head [${inputs}, ${outputs}] has ${found}; is it cut off?`);
  }
  const data = new Float32Array(count * outputs);
  for (let first = 0; first < count; first += CHUNK) {
    const part = rows.data.subarray(first * inputs, (first + CHUNK) * inputs);
    const made = tf.tidy(() => {
      const x = tf.tensor2d(Float32Array.from(part), [part.length / inputs, inputs]);
      return tf.add(tf.matMul(x, tf.tensor2d(weights, [inputs, outputs])), tf.tensor1d(bias));
    });
    data.set((await made.data()) as Float32Array, first * outputs);
    made.dispose();
  }
  return { data, width: outputs };
}
