import type { PreparedDataset } from '@stackgan/data';
import {
  FeatureMoments,
  type FeatureExtractor,
  predictClasses,
  projectCaptions,
  projectPictures,
  type Rows,
} from '@stackgan/metrics';
import { UsageError } from '../errors.js';
import type { Console } from '../training/progress-line.js';
import { readAttributes } from './attributes/read-attributes.js';
import type { CaptionTable } from './caption-table.js';
import { extractFeatures } from './extract-features.js';
import { captionRows, learnedClassifier, learnedMatching } from './learned-heads.js';
import type { MetricName } from './metric-names.js';
import { type Measurement, type MetricInput, metrics } from './metrics.js';
import { needsFeatures, noExtractor, noRealFeatures } from './no-features.js';
import { pictureProgress } from './picture-progress.js';
import type { PictureSet } from './picture-set.js';
import { type RealFeatures, realFeatures } from './real-features.js';
import { requireEnough } from './require-enough.js';
import { joinRows, selectRows } from './rows.js';

/** What was measured, of what, and how: one line of metrics.jsonl. */
export interface Evaluation {
  /** The pictures: a snapshot, or a folder. */
  readonly of: string;
  readonly samples: number;
  readonly seed: number;
  readonly data: string;
  readonly extractor: string;
  readonly measurements: readonly Measurement[];
}

/** What pictures are measured with; opened once for any number of sets. */
export interface Gauge {
  readonly dataset: PreparedDataset;
  readonly extractor: FeatureExtractor;
  readonly console: Console;
  readonly signal: AbortSignal;
}

/**
 * Measures the pictures of `set` by `names`. `table` holds the captions that they were drawn of, `repeated` more
 * pictures of some captions; pictures of unknown captions have neither. Bad input, as too few samples, is an error before
 * anything is drawn.
 */
export async function evaluatePictures(
  {
    set,
    table,
    repeated,
    seed,
    names,
  }: {
    set: PictureSet;
    table?: CaptionTable | undefined;
    repeated?: MetricInput['repeated'] | undefined;
    seed: number;
    names: readonly MetricName[];
  },
  { dataset, extractor: given, console, signal }: Gauge,
): Promise<Evaluation> {
  const isSeen = needsFeatures(names);
  const extractor = isSeen ? given : noExtractor;
  requireEnough({
    samples: set.count,
    dataset,
    extractor,
    names,
    hasCaptions: table !== undefined,
  });
  const say = (what: string) => pictureProgress(what, { console, signal });
  const real = isSeen
    ? await realFeatures(dataset, extractor, say(dataset.info.name))
    : noRealFeatures;
  const reading = names.includes('attributes')
    ? await readAttributes(set, table!, seed, { dataset, console, signal })
    : undefined;
  const generated = await collect(reading?.set ?? set, extractor, names, (done) =>
    say(set.name)(done, set.count),
  );
  const input: MetricInput = {
    seed,
    extractor: extractor.name,
    generated,
    real: { rows: real.rows, statistics: statisticsOf(real.rows) },
    classify: async () => {
      const classifier = await learnedClassifier(dataset, real);
      const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
      const { heldOutAccuracy, heldOut, chance } = classifier;
      const accuracy = `${percent(heldOutAccuracy)} of ${heldOut} held-out pictures right, chance ${percent(chance)}`;
      return {
        logits: await predictClasses(classifier, generated.rows),
        real: await predictClasses(classifier, real.rows),
        name: `classifier of ${dataset.info.name} on ${extractor.name} (${accuracy})`,
      };
    },
    match: () => match(dataset, real, extractor, table!, generated),
    repeated: repeated!,
    attributes: () => reading!.scores(),
  };
  const measurements: Measurement[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    console.progress(`computing ${name}`, { isTick: false });
    measurements.push(...(await metrics[name](input)));
  }
  console.end();
  const { name: data } = dataset.info;
  return { of: set.name, samples: set.count, seed, data, extractor: extractor.name, measurements };
}

interface Collected {
  readonly statistics: MetricInput['generated']['statistics'];
  readonly rows: Rows;
  readonly captions: readonly number[];
}

/** Goes through the pictures once. FID alone needs no more memory for more of them. */
async function collect(
  set: PictureSet,
  extractor: FeatureExtractor,
  names: readonly MetricName[],
  onProgress: (done: number) => void,
): Promise<Collected> {
  const moments = new FeatureMoments(extractor.features);
  const isKept = names.some((name) => name !== 'fid');
  const rows: Rows[] = [];
  const captions: number[] = [];
  let isVaried = false;
  for await (const batch of extractFeatures(set, extractor, onProgress)) {
    moments.add(batch.features);
    isVaried ||= batch.pictures.some(({ data }) => data.some((value) => value !== data[0]));
    if (!isKept) continue;
    rows.push(batch.features);
    captions.push(...(batch.captions ?? []));
  }
  if (!isVaried) {
    throw new UsageError(
      `all pictures of ${set.name} are of one colour, each; no metric means anything: look at them`,
    );
  }
  return { statistics: moments.statistics(), rows: joinRows(rows, extractor.features), captions };
}

function statisticsOf(rows: Rows) {
  const moments = new FeatureMoments(rows.width);
  moments.add(rows);
  return moments.statistics();
}

async function match(
  dataset: PreparedDataset,
  real: RealFeatures,
  extractor: FeatureExtractor,
  table: CaptionTable,
  { rows, captions }: Collected,
) {
  const head = await learnedMatching(dataset, real);
  const all = Array.from({ length: table.count }, (_, row) => row);
  const examples = all.map((row) => table.example(row));
  const ofReal = selectRows(real.rows, examples);
  return {
    generated: { images: await projectPictures(head, rows), own: captions },
    real: { images: await projectPictures(head, ofReal), own: all },
    texts: await projectCaptions(head, captionRows(dataset, table, all)),
    examples,
    name: `matching learned from the training pictures of ${dataset.info.name} on ${extractor.name}`,
  };
}
