import { cacheEmbeddings } from '../captions/embedding-cache.js';
import type { HashedCaptionEncoder } from '../captions/hashed-encoder.js';
import { requireEmbeddings } from '../captions/require-embeddings.js';
import type { SourceExample } from '../source/dataset-source.js';
import { EmbeddingsFile } from './embeddings-file.js';
import type { Journal } from './journal.js';
import type { PrepareProgress } from './prepare-progress.js';

/** Captions per call of the encoder: enough to fill its batches, a step of progress. */
const captionsPerCall = 1024;
/** Calls between two entries in the journal, for each of which the disk is flushed. */
const callsPerEntry = 8;

/**
 * Embeds the captions of `examples`, which are all that are packed, into the file of embeddings in
 * `folder`; goes on after those that an interrupted preparation has embedded.
 */
export async function embedCaptions({
  encoder,
  cacheDir,
  ...work
}: Embedding & { cacheDir: string | undefined }): Promise<void> {
  if (cacheDir === undefined) return embedRows({ ...work, encoder });
  const cached = await cacheEmbeddings(encoder, cacheDir);
  try {
    await embedRows({ ...work, encoder: cached });
  } finally {
    await cached.close();
  }
}

interface Embedding {
  readonly examples: readonly SourceExample[];
  readonly folder: string;
  readonly encoder: HashedCaptionEncoder;
  readonly journal: Journal;
  readonly onProgress: (progress: PrepareProgress) => void;
}

async function embedRows({ examples, folder, encoder, journal, onProgress }: Embedding) {
  const captions = examples.flatMap((example) => example.captions);
  const { rows, starts } = groupEqual(captions);
  const total = starts.length;
  const { dimension } = encoder;
  const file = await EmbeddingsFile.open(folder, captions.length, dimension);
  try {
    let done = file.isBegun ? Math.min(journal.embedded, total) : 0;
    if (done === 0) {
      await journal.enter(0);
      await file.begin();
    }
    for (let call = 1; done < total; call++) {
      onProgress({ phase: 'captions', done, total });
      const part = starts.subarray(done, done + captionsPerCall);
      const texts = Array.from(part, (start) => captions[rows[start]!]!);
      const embeddings = await encoder.embed(texts);
      requireEmbeddings(embeddings, texts, encoder);
      for (const [index, start] of part.entries()) {
        const embedding = embeddings.subarray(index * dimension, (index + 1) * dimension);
        const end = starts[done + index + 1] ?? rows.length;
        for (const row of rows.subarray(start, end)) file.write(row, embedding);
      }
      done += part.length;
      if (call % callsPerEntry !== 0 && done < total) continue;
      await file.sync();
      await journal.enter(done);
    }
    onProgress({ phase: 'captions', done, total });
  } finally {
    await file.close();
  }
}

/** Writes the embeddings that the examples bring. */
export async function copyEmbeddings(
  examples: readonly SourceExample[],
  folder: string,
  dimension: number,
): Promise<void> {
  const count = examples.reduce((sum, { captions }) => sum + captions.length, 0);
  const file = await EmbeddingsFile.open(folder, count, dimension);
  try {
    await file.begin();
    let row = 0;
    for (const { embeddings, captions } of examples) {
      file.write(row, embeddings!);
      row += captions.length;
    }
  } finally {
    await file.close();
  }
}

/**
 * The rows of the captions, ordered so that equal ones, of which each is embedded once, follow each
 * other, and the place in this order where each distinct one begins. The shortest come first:
 * captions of similar lengths share an encoder's batches with little padding.
 */
function groupEqual(captions: readonly string[]): { rows: Uint32Array; starts: Uint32Array } {
  const rows = Uint32Array.from(captions.keys()).sort((a, b) => {
    const [one, other] = [captions[a]!, captions[b]!];
    return one.length - other.length || (one < other ? -1 : Number(one > other));
  });
  const starts = rows
    .map((_, at) => at)
    .filter((at) => at === 0 || captions[rows[at]!] !== captions[rows[at - 1]!]);
  return { rows, starts };
}
