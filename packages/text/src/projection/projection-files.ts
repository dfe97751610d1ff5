import { writeSafetensors } from '@stackgan/formats';
import type { EncoderFiles } from '../encoder-folder/encoder-files.js';
import { checkWeights } from '../encoder-folder/check-weights.js';
import {
  type EncoderHead,
  fieldsOf,
  isHash,
  isSize,
  isText,
  readHead,
  requireField,
  writeHead,
} from '../encoder-folder/encoder-head.js';
import type { EncoderWeights } from '../encoder-folder/encoder-weights.js';
import type { EncoderIdentity } from '../encoder-identity.js';
import { sha256 } from '../sha256.js';
import { projectionShapes, type ProjectionSizes } from './projection.js';

const KIND = 'projection';

/** What {@link packProjection} writes down. */
export interface ProjectionPacking {
  /** Name of the encoder, which data sets and models record. 1 to 200 characters. */
  readonly name: string;
  /** Where the weights come from, such as the data set. 1 to 200 characters. */
  readonly source: string;
  /** The encoder whose embeddings it reads. */
  readonly base: Required<EncoderIdentity>;
  readonly sizes: Omit<ProjectionSizes, 'inputs'>;
  readonly weights: EncoderWeights;
}

/** What `encoder.json` says of a projection. */
interface ProjectionDescription extends EncoderHead {
  readonly base: Required<EncoderIdentity>;
  readonly sizes: ProjectionSizes;
}

/** The files of a projection, for `loadEncoder`. Throws `EncoderError` for weights that do not fit. */
export async function packProjection({
  name,
  source,
  base,
  sizes: { hidden, dimension },
  weights,
}: ProjectionPacking): Promise<EncoderFiles> {
  const shapes = projectionShapes({ inputs: base.dimension, hidden, dimension });
  checkWeights(weights, shapes, `a projection of ${base.name}`);
  const bytes = new Uint8Array(writeSafetensors(weights));
  const head = { name, source, sha256: await sha256(bytes) };
  const { hash } = base;
  const fields = {
    base: { name: base.name, dimension: base.dimension, hash },
    sizes: { hidden, dimension },
  };
  return { 'encoder.json': writeHead(KIND, head, fields), 'weights.safetensors': bytes };
}

/** Reads the bytes of `encoder.json`. Throws `EncoderError` that names what is wrong. */
export function readProjection(bytes: Uint8Array): ProjectionDescription {
  const { fields, ...head } = readHead(bytes, KIND);
  const { name, dimension: inputs, hash } = fieldsOf(fields['base']);
  requireField(isText(name), 'base.name', name, 'the name of an encoder');
  requireField(isSize(inputs), 'base.dimension', inputs, 'a size');
  requireField(isHash(hash), 'base.hash', hash, '64 hex digits');
  const { hidden, dimension } = fieldsOf(fields['sizes']);
  requireField(isSize(hidden), 'sizes.hidden', hidden, 'a size');
  requireField(isSize(dimension), 'sizes.dimension', dimension, 'a size');
  return {
    ...head,
    base: { name, dimension: inputs, hash },
    sizes: { inputs, hidden, dimension },
  } as ProjectionDescription;
}
