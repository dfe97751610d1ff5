import { findDamage, isPathWithin } from '@stackgan/formats';
import { EncoderError } from './errors.js';
import type { Vocabulary } from './tokenizer.js';

/** The files of Universal Sentence Encoder lite in TensorFlow.js format. */
export interface SentenceModelFiles {
  /** Parsed `model.json`. */
  readonly model: unknown;
  /** All weight shards, concatenated in the order of the manifest. */
  readonly weights: Uint8Array;
  /** Parsed `vocab.json`. */
  readonly vocabulary: unknown;
}

/** A weight in plain memory, on no backend. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: unknown;
}
interface ManifestGroup {
  readonly paths: readonly string[];
  readonly weights: readonly ManifestWeight[];
}

/**
 * The weights manifest of a parsed `model.json`, whose files are in the folder of that; throws
 * {@link EncoderError} if there is none.
 */
export function readManifest(model: unknown): readonly ManifestGroup[] {
  const manifest = (model as { weightsManifest?: unknown } | null)?.weightsManifest;
  const isGroup = (group: Partial<ManifestGroup> | null): boolean =>
    Array.isArray(group?.paths) &&
    group.paths.every((path: unknown) => typeof path === 'string' && isPathWithin(path)) &&
    Array.isArray(group.weights) &&
    group.weights.every(isWeight);
  if (!Array.isArray(manifest) || manifest.length === 0 || !manifest.every(isGroup)) {
    throw new EncoderError('model.json has no weightsManifest; it is not a TensorFlow.js model');
  }
  return manifest as ManifestGroup[];
}

function isWeight(weight: Partial<ManifestWeight> | null): boolean {
  return (
    typeof weight?.name === 'string' &&
    typeof weight.dtype === 'string' &&
    Array.isArray(weight.shape) &&
    weight.shape.every((size: unknown) => Number.isSafeInteger(size) && (size as number) >= 0)
  );
}

/** Bytes of a weight; 4 per number. */
export const bytesOf = ({ shape }: ManifestWeight): number =>
  shape.reduce((product, size) => product * size, 4);

/** Float weights by name; throws {@link EncoderError} when they do not match the manifest. */
export function readWeights({ model, weights }: SentenceModelFiles): Map<string, Weight> {
  const found = new Map<string, Weight>();
  let position = 0;
  for (const weight of readManifest(model).flatMap((group) => group.weights)) {
    const { name, shape, dtype, quantization } = weight;
    if (quantization !== undefined || (dtype !== 'float32' && dtype !== 'int32')) {
      const found = quantization === undefined ? dtype : `quantised ${dtype}`;
      throw new EncoderError(`Weight ${name} is ${found}; only plain float32 is read`);
    }
    const length = bytesOf(weight);
    if (position + length > weights.length) {
      throw new EncoderError(
        `The encoder's weights end at ${weights.length} bytes, within ${name}; fetch them again`,
      );
    }
    if (dtype === 'float32') {
      const bytes = new Uint8Array(length);
      bytes.set(weights.subarray(position, position + length));
      const values = { shape, data: new Float32Array(bytes.buffer) };
      const damage = findDamage(name, values);
      if (damage) throw new EncoderError(`The encoder's weights are damaged: ${damage}`);
      found.set(name, values);
    }
    position += length;
  }
  return found;
}

/** Checks that `vocab.json` holds pairs of piece and score; throws {@link EncoderError}. */
export function readVocabulary({ vocabulary }: SentenceModelFiles): Vocabulary {
  const valid =
    Array.isArray(vocabulary) &&
    vocabulary.length > 0 &&
    vocabulary.every(
      (pair: unknown) =>
        Array.isArray(pair) &&
        typeof pair[0] === 'string' &&
        (typeof pair[1] === 'number' || pair[1] === null),
    );
  if (!valid) throw new EncoderError('vocab.json is not a list of [piece, score] pairs');
  return vocabulary as unknown as Vocabulary;
}
