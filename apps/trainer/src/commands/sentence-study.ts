import { UsageError } from '../shared/errors.js';
import { drawSentences } from '../human-study/draw-sentences.js';
import { readSentences } from '../human-study/read-sentences.js';
import { sentencePage } from '../human-study/sentence-page.js';
import { writeStudy } from '../human-study/write-study.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { encoderOfRun } from '../sampling/encoder-of-run.js';
import { openEncoder } from '../sampling/open-encoder.js';
import { rememberEmbeddings } from '../sampling/remember-embeddings.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import { checkTyped } from './check-typed.js';
import type { Context } from '../shared/context.js';
import { parseRuns } from './parse-runs.js';
import { sayBlanked } from '../sampling/placed-captions.js';
import type { SampleSettings } from './sample.js';
import { useBackend } from './use-backend.js';

/** Flags of a sentence study. */
interface SentenceStudyFlags {
  readonly runs: string | undefined;
  readonly sentences: string;
  /**
   * Folder or module of the caption encoder; undefined for the one that the model brings, or the
   * sentence encoder.
   */
  readonly encoder?: string | undefined;
  /** By default that of the run. */
  readonly data: string | undefined;
  readonly seed: number;
  readonly out: string;
  readonly backend: string;
}

/**
 * `stackgan human-study --sentences`: writes a page on which people choose the sentence of each
 * image.
 */
export async function sentenceStudy(
  given: SentenceStudyFlags,
  context: Context,
  { loadEncoder = openEncoder }: SampleSettings = {},
): Promise<void> {
  const { data, seed, out } = given;
  const run = requireOneRun(given.runs);
  const typed = await readSentences(given.sentences);
  const sentences = [...typed.captions];
  const largest = Number.MAX_SAFE_INTEGER - (sentences.length - 1);
  if (seed > largest) {
    throw new UsageError(
      `--seed ${seed}: every sentence has a seed of its own from there on; the largest for ${sentences.length} is ${largest}`,
    );
  }
  sayBlanked(typed, context);
  const { encoder: trainedOn } = await readRunOptions(await findSnapshot(run));
  if (trainedOn.hash === UNKNOWN) {
    throw new UsageError(
      `the caption encoder of ${run} is unknown, so it cannot draw sentences; import it with --data`,
    );
  }
  await useBackend(given.backend, context);
  const loaded = await encoderOfRun({ run, trainedOn }, given.encoder, loadEncoder);
  const encoder = { ...loaded, ...rememberEmbeddings(loaded) };
  try {
    await checkTyped(typed, encoder, { run, data }, context);
    const opened = await openStackGAN(run, encoder);
    try {
      const study = await drawSentences(opened, { run, sentences, seed }, context);
      await writeStudy(out, sentencePage(study), context);
    } finally {
      opened.stackgan.dispose();
    }
  } finally {
    context.console.end();
    encoder.dispose();
  }
}

function requireOneRun(list: string | undefined): string {
  const [run, ...others] = parseRuns(list);
  if (run === undefined) {
    throw new UsageError('--sentences are drawn with one run; name it: --runs <folder>');
  }
  if (others.length > 0) {
    throw new UsageError(
      `--runs ${list} names ${others.length + 1} runs, and --sentences are drawn with one; make a study of each`,
    );
  }
  return run;
}
