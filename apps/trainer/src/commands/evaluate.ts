import type { ExtractorChoice } from '../evaluation/open-extractor.js';
import { openDataset } from '@stackgan/data';
import type { Evaluation } from '../records/evaluation.js';
import { UsageError } from '../shared/errors.js';
import { evaluateImages, type Evaluator } from '../evaluation/evaluate-images.js';
import { type EvaluationOptions, evaluateSnapshot } from '../evaluation/evaluate-snapshot.js';
import { sampleDataset } from '../evaluation/sample-dataset.js';
import { evaluationTable } from '../records/evaluation-table.js';
import { folderImages } from '../evaluation/folder-images.js';
import { metricsFor } from '../evaluation/attributes/require-attributes.js';
import {
  isMetricList,
  METRIC_NAMES,
  type MetricName,
  splitMetrics,
} from '../options/metric-names.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { writeReport } from '../report/write-report.js';
import { requireRunDirectory } from '../run-directory/run-directory.js';
import type { Context } from '../shared/context.js';
import { runData } from './run-data.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan evaluate`. */
export interface EvaluateArguments extends ExtractorChoice {
  /** Either `run` or `images` is given. */
  readonly run: string | undefined;
  readonly images: string | undefined;
  /** Undefined for the data set of the run. */
  readonly data: string | undefined;
  /** Undefined for all metrics that the images allow. */
  readonly metrics: string | undefined;
  readonly samples: number;
  /** The most images of the data set; undefined for all. */
  readonly real?: number | undefined;
  readonly seed: number;
  readonly backend: string;
}

/** Metrics that need no captions, so that a folder can be measured. */
const OF_FOLDERS = 'is,fid,kid,pr';

/** `stackgan evaluate`: measures the images of a run, or of a folder, against a data set. */
export async function evaluate(given: EvaluateArguments, context: Context): Promise<void> {
  const { run, images, samples, seed } = given;
  if ((run === undefined) === (images === undefined)) {
    throw new UsageError('say what to measure: either --run <folder> or --images <folder>');
  }
  const typed = given.metrics ?? (images === undefined ? undefined : OF_FOLDERS);
  const asked = typed === undefined ? undefined : parseMetrics(typed);
  const set = images === undefined ? undefined : await folderImages(images);
  const data = given.data ?? (await dataOf(run));
  await useBackend(given.backend, context);
  const extractor = await openExtractor(given);
  try {
    const whole = await openDataset(data);
    const dataset = sampleDataset(whole, given.real ?? Infinity);
    try {
      const names = asked ?? metricsFor(dataset);
      const evaluator: Evaluator = { dataset, extractor, ...context };
      if (set) {
        set.notices.forEach((notice) => context.console.line(notice));
        context.console.line(
          evaluationTable(await evaluateImages({ set, seed, names }, evaluator)),
        );
      } else {
        await evaluateRun(run!, { names, samples, seed }, evaluator);
      }
    } finally {
      await whole.close();
    }
  } finally {
    context.console.end();
    extractor.dispose();
  }
}

/** Measures a run, prints the table, and adds it to the files of the run. */
export async function evaluateRun(
  given: string,
  options: EvaluationOptions,
  evaluator: Evaluator,
): Promise<void> {
  const { evaluation, report } = await measureRun(given, options, evaluator);
  evaluator.console.line(evaluationTable(evaluation));
  if (report !== undefined) evaluator.console.line(`added to ${report}`);
}

/**
 * Measures a run and adds the result to its files, but not to those of an exported model or a
 * package. `report` is the report of the run; undefined for a model outside of its run.
 */
export async function measureRun(
  given: string,
  options: EvaluationOptions,
  evaluator: Evaluator,
): Promise<{ evaluation: Evaluation; report: string | undefined }> {
  const { run, step, evaluation } = await evaluateSnapshot(given, options, evaluator);
  if (run === undefined) return { evaluation, report: undefined };
  await appendEvaluation(run, { step, ...evaluation });
  const isWhole = await requireRunDirectory(run).then(
    () => true,
    () => false,
  );
  return { evaluation, report: isWhole ? await writeReport(run) : undefined };
}

/** Parses `--metrics`. Throws UsageError. */
export function parseMetrics(list: string): MetricName[] {
  const names = splitMetrics(list);
  if (names.length > 0 && isMetricList(list)) return names as MetricName[];
  throw new UsageError(`--metrics ${list}: give a list of ${METRIC_NAMES.join(', ')}`);
}

async function dataOf(run: string | undefined): Promise<string> {
  if (run === undefined) {
    throw new UsageError('--images needs --data <folder>, the prepared data set to compare with');
  }
  return runData(run);
}
