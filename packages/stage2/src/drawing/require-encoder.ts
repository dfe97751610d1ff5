import type { CaptionEncoder } from '@stackgan/text';
import type { Generators } from './generators.js';
import { inputSize } from './noise-vectors.js';
import { PipelineError } from './pipeline-error.js';

/** Throws PipelineError if the encoder's embeddings do not fit a generator. */
export function requireEncoder({ stage1, stage2 }: Generators, encoder: CaptionEncoder): void {
  requireDimension('Stage-I', inputSize(stage1, 0), encoder);
  if (stage2) requireDimension('Stage-II', inputSize(stage2, 1), encoder);
}

function requireDimension(stage: string, expected: number, encoder: CaptionEncoder): void {
  if (expected === encoder.dimension) return;
  throw new PipelineError(
    `${stage} reads embeddings of ${expected}, encoder ${encoder.name} gives embeddings of ${encoder.dimension}: ` +
      'take the encoder it was trained with',
    expected,
    encoder.dimension,
  );
}

/** Throws PipelineError unless `values` are embeddings [captions, T] of the encoder. */
export function requireEmbeddings(
  values: Float32Array,
  captions: number,
  { name, dimension }: CaptionEncoder,
): void {
  const expected = captions * dimension;
  if (values.length === expected) return;
  throw new PipelineError(
    `encoder ${name} gives ${values.length} numbers for ${captions} captions: ` +
      `its \`embed\` must give the rows of [${captions}, ${dimension}] as one Float32Array`,
    expected,
    values.length,
  );
}
