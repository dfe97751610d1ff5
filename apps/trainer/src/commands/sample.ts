import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSentenceEncoder, validateCaption } from '@stackgan/text';
import { UsageError } from '../errors.js';
import type { SampleArguments } from '../program.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { readEmbeddings } from '../sampling/read-embeddings.js';
import { openSampler } from '../sampling/sampler.js';
import type { Context } from './context.js';
import { drawCaptions } from './draw-captions.js';
import { parseSeeds } from './parse-seeds.js';
import { useBackend } from './use-backend.js';

/** `stackgan sample`: pictures of captions, one file each, and a grid of all. */
export async function sample(given: SampleArguments, context: Context): Promise<void> {
  const seeds = parseSeeds(given.seeds);
  const typed = await readCaptions(given);
  const { encoder: trainedOn } = await readRunOptions(await findSnapshot(given.run));
  const file = given.embeddings;
  const read = file === undefined ? undefined : await readEmbeddings(file, trainedOn);
  if (!read && trainedOn.hash === UNKNOWN) {
    throw new UsageError(
      `nobody said what encoded the text of ${given.run}, so it draws no sentence; give embeddings [N, ${trainedOn.dimension}] of ` +
        'its encoder with --embeddings file.npy or .safetensors, or import it with --data',
    );
  }
  await useBackend(given.backend, context);
  const encoder = read?.encoder ?? (await loadSentenceEncoder());
  const captions = read?.captions ?? typed;
  try {
    const sampler = await openSampler(given.run, encoder);
    await drawCaptions({ ...given, sampler, captions, seeds, context });
    context.console.line(
      `${captions.length * seeds.length} pictures by ${sampler.snapshot} in ${given.out}; all in ${join(given.out, 'grid.png')}`,
    );
  } finally {
    context.console.end();
    encoder.dispose();
  }
}

/** The captions that were typed; none with `--embeddings`. */
async function readCaptions({
  texts,
  captions: file,
  embeddings,
}: SampleArguments): Promise<string[]> {
  const lines =
    file === undefined
      ? []
      : (await readCaptionFile(file)).split(/\r?\n/).filter((line) => line.trim() !== '');
  const captions = [...texts, ...lines];
  if (embeddings !== undefined) {
    if (captions.length === 0) return [];
    throw new UsageError(
      '--embeddings stands in place of captions; leave out --text and --captions',
    );
  }
  if (captions.length === 0) {
    throw new UsageError('no caption; give --text "a red apple" or --captions <file>');
  }
  captions.forEach((caption) => validateCaption(caption));
  return captions;
}

async function readCaptionFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`--captions ${file} cannot be read; give a text file, one caption a line`);
  }
}
