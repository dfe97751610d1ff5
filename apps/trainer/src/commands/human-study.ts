import { resolve } from 'node:path';
import { openDataset } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import { collectAnswers } from '../human-study/collect-answers.js';
import { drawStudy } from '../human-study/draw-study.js';
import { rankingPage } from '../human-study/ranking-page.js';
import { writeStudy } from '../human-study/write-study.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import type { Context } from '../shared/context.js';
import { parseRuns } from './parse-runs.js';
import { runData } from './run-data.js';
import type { SampleSettings } from './sample.js';
import { sentenceStudy } from './sentence-study.js';
import { useBackend } from './use-backend.js';

/** Flags of `stackgan human-study`. */
export interface HumanStudyArguments {
  /** Comma-separated; one of `runs` and `collect`. */
  readonly runs: string | undefined;
  /** File with the sentences that the run draws, in place of held-out captions. */
  readonly sentences: string | undefined;
  /** With `sentences`: as for `sample`. */
  readonly encoder?: string | undefined;
  /** Files of answers. */
  readonly collect: readonly string[] | undefined;
  readonly captions: number;
  readonly perCaption: number;
  /** By default that of the first run. */
  readonly data: string | undefined;
  readonly seed: number;
  readonly out: string;
  readonly backend: string;
}

/** More do not fit on one screen. */
const MOST_MODELS = 10;

/**
 * `stackgan human-study`: writes a page on which people rank models or match sentences with images,
 * or evaluates their answers.
 */
export async function humanStudy(
  given: HumanStudyArguments,
  context: Context,
  settings: SampleSettings = {},
): Promise<void> {
  const { runs: list, collect, sentences, captions, perCaption, seed, out } = given;
  if (collect !== undefined) {
    context.console.line(await collectAnswers(collect));
    return;
  }
  if (sentences !== undefined) return sentenceStudy({ ...given, sentences }, context, settings);
  if (given.encoder !== undefined) {
    throw new UsageError(
      '--encoder embeds --sentences; leave it out for held-out captions, which have embeddings',
    );
  }
  const runs = requireSeveral(list);
  for (const [flag, count] of Object.entries({
    '--captions': captions,
    '--per-caption': perCaption,
  })) {
    if (count === 0) throw new UsageError(`${flag} 0 leaves nothing to rank; ask for 1 or more`);
  }
  for (const run of runs) await findSnapshot(run); // What is missing is said before anything is drawn.
  const dataset = await openDataset(given.data ?? (await runData(runs[0]!)));
  try {
    await useBackend(given.backend, context);
    const study = await drawStudy(dataset, { runs, captions, perCaption, seed }, context);
    await writeStudy(out, rankingPage(study), context);
  } finally {
    context.console.end();
    await dataset.close();
  }
}

function requireSeveral(list: string | undefined): string[] {
  const runs = parseRuns(list);
  if (runs.length < 2) {
    throw new UsageError(
      'say what to compare: --runs A,B,… with two runs or more; or --sentences <file> with one run; or --collect <files> with answers',
    );
  }
  if (runs.length > MOST_MODELS) {
    throw new UsageError(`--runs has ${runs.length} runs; a page ranks at most ${MOST_MODELS}`);
  }
  const twice = runs.find(
    (run, index) => runs.findIndex((one) => resolve(one) === resolve(run)) < index,
  );
  if (twice !== undefined)
    throw new UsageError(`--runs has ${twice} twice; compare different runs`);
  return runs;
}
