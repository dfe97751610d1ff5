import { type HostTensor, readSafetensors } from '@stackgan/formats';
import * as tf from '@tensorflow/tfjs-core';
import { EncoderError } from '../errors.js';
import { sha256 } from '../sha256.js';

/** Weights by name, in plain memory. */
export type EncoderWeights = Readonly<Record<string, HostTensor>>;

/**
 * Reads `weights.safetensors`, whose SHA-256 is `expected`. Throws {@link EncoderError} for another
 * file, or one that is no safetensors.
 */
export async function readWeights(bytes: Uint8Array, expected: string): Promise<EncoderWeights> {
  if ((await sha256(new Uint8Array(bytes))) !== expected) {
    throw new EncoderError(
      'weights.safetensors is not the file that encoder.json describes: its SHA-256 is another; copy both again',
    );
  }
  try {
    return readSafetensors(bytes).tensors;
  } catch (cause) {
    const { message } = cause as Error;
    throw new EncoderError(`weights.safetensors cannot be read: ${message}`, { cause });
  }
}

/** The weights as variables on the current backend. */
export const weightVariables = (weights: EncoderWeights): ReadonlyMap<string, tf.Variable> =>
  new Map(
    Object.entries(weights).map(([name, { data, shape }]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(data, [...shape]))),
    ]),
  );
