import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { safetensorsParts } from '@stackgan/formats';

import { cacheEmbeddings } from '../captions/embedding-cache.js';
import type { HashedCaptionEncoder } from '../captions/hashed-encoder.js';
import { embeddingsFile, type StoredExample } from '../prepared/prepared-files.js';
import type { SourceExample } from '../source/dataset-source.js';
import type { PrepareProgress } from './prepare-progress.js';

/** The embeddings of all captions of `examples` [captions, T] by an encoder. */
export async function embedCaptions({
  examples,
  encoder,
  cacheDir,
  onProgress,
}: {
  examples: readonly StoredExample[];
  encoder: HashedCaptionEncoder;
  cacheDir: string | undefined;
  onProgress: (progress: PrepareProgress) => void;
}): Promise<Float32Array> {
  const captions = examples.flatMap((example) => example.captions);
  const temporary = cacheDir === undefined ? await mkdtemp(join(tmpdir(), 'stackgan-')) : undefined;
  const cached = await cacheEmbeddings(encoder, cacheDir ?? temporary!);
  try {
    return await cached.embedWithProgress(captions, (done, total) =>
      onProgress({ phase: 'captions', done, total }),
    );
  } finally {
    await cached.close();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

/** The same of the embeddings that `given`, the examples of the source, bring. */
export function ownEmbeddings(
  examples: readonly StoredExample[],
  given: readonly SourceExample[],
  dimension: number,
): Float32Array {
  // Images that cannot be decoded are left out of `examples`.
  const own = new Map(given.map(({ id, embeddings }) => [id, embeddings!]));
  const count = examples.reduce((sum, { captions }) => sum + captions.length, 0);
  const all = new Float32Array(count * dimension);
  let end = 0;
  for (const { id } of examples) {
    const embeddings = own.get(id)!;
    all.set(embeddings, end);
    end += embeddings.length;
  }
  return all;
}

/** Writes embeddings [captions, T] into a folder. */
export async function writeEmbeddings(
  folder: string,
  data: Float32Array,
  dimension: number,
): Promise<void> {
  const shape = [data.length / dimension, dimension];
  const parts = safetensorsParts({ embeddings: { dtype: 'float32', shape, data } });
  await writeFile(join(folder, embeddingsFile), parts);
}
