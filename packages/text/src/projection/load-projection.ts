import * as tf from '@tensorflow/tfjs-core';
import type { LoadedCaptionEncoder } from '../caption-encoder.js';
import type { EncoderFiles } from '../encoder-folder/encoder-files.js';
import { readWeights } from '../encoder-folder/encoder-weights.js';
import { EncoderError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { readProjection } from './projection-files.js';
import { Projection } from './projection.js';

/** To be raised when the same files give other embeddings. */
const revision = 1;

/** Embeddings that are projected at once. */
const CHUNK = 1024;

/**
 * Loads a projection, and what it builds on by `loadBase`, onto the current tfjs backend. Throws
 * `EncoderError` for files that are damaged or of another encoder, and for another base.
 */
export async function loadProjection(
  files: EncoderFiles,
  loadBase: () => Promise<LoadedCaptionEncoder>,
): Promise<LoadedCaptionEncoder> {
  const description = readProjection(files['encoder.json']);
  const { name, sizes } = description;
  const weights = await readWeights(files['weights.safetensors'], description.sha256);
  const network = new Projection(weights, sizes);
  const base = await loadBase().catch((error: unknown) => {
    network.dispose();
    throw error;
  });
  const dispose = () => {
    network.dispose();
    base.dispose();
  };
  if (base.hash !== description.base.hash || base.dimension !== sizes.inputs) {
    dispose();
    const shown = ({ name, hash }: { name: string; hash: string }) =>
      `${name} (${hash.slice(0, 8)})`;
    throw new EncoderError(
      `${name} was trained on embeddings of ${shown(description.base)}, but got those of ${shown(base)}; ` +
        'install the version of @stackgan/text that it was trained with, or train it again',
    );
  }
  const identity = JSON.stringify([revision, base.hash, sizes, description.sha256]);
  return {
    name,
    dimension: sizes.dimension,
    hash: await sha256(new TextEncoder().encode(identity)),
    embed: async (captions) => project(network, await base.embed(captions)),
    ...(base.unknownShare && { unknownShare: base.unknownShare }),
    ...(base.validate && { validate: base.validate }),
    dispose,
  };
}

/** Embeddings [N, inputs] as [N, T]. */
async function project(network: Projection, embeddings: Float32Array): Promise<Float32Array> {
  const { inputs, dimension } = network.sizes;
  const count = embeddings.length / inputs;
  const projected = new Float32Array(count * dimension);
  for (let first = 0; first < count; first += CHUNK) {
    const part = embeddings.slice(first * inputs, (first + CHUNK) * inputs);
    const rows = tf.tidy(() => network.apply(tf.tensor2d(part, [part.length / inputs, inputs])));
    projected.set((await rows.data()) as Float32Array, first * dimension);
    rows.dispose();
  }
  return projected;
}
