import type { PreparedDataset } from '@stackgan/data';
import {
  FeatureMoments,
  type FeatureExtractor,
  predictClasses,
  projectCaptions,
  projectImages,
  type Rows,
} from '@stackgan/metrics';
import type { Evaluation, Measurement } from '../records/evaluation.js';
import { UsageError } from '../shared/errors.js';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { readAttributes } from './attributes/read-attributes.js';
import type { CaptionTable } from './caption-table.js';
import { extractFeatures } from './extract-features.js';
import { captionRows, learnedClassifier, learnedMatching } from './learned-heads.js';
import type { MetricName } from '../options/metric-names.js';
import { type MetricInput, metrics } from './metrics.js';
import { needsFeatures, noExtractor, noRealFeatures } from './no-features.js';
import type { ImageSet } from '../images/image-set.js';
import { type RealFeatures, realFeatures } from './real-features.js';
import { largestSize } from './real-images.js';
import { requireEnough } from './require-enough.js';
import { joinRows, selectRows } from './rows.js';
import { type Progress, workProgress, yieldingProgress } from '../shared/work-progress.js';

/** What images are measured with; opened once for any number of sets. */
export interface Gauge extends Progress {
  readonly dataset: PreparedDataset;
  readonly extractor: FeatureExtractor;
}

/**
 * Measures the images of `set` by `names`. `table` holds the captions that they were drawn of, `repeated` more
 * images of some captions; images of unknown captions have neither. Bad input, as too few samples, is an error before
 * anything is drawn.
 */
export async function evaluateImages(
  {
    set,
    table,
    repeated,
    seed,
    names,
    mostReal,
  }: {
    set: ImageSet;
    table?: CaptionTable | undefined;
    repeated?: MetricInput['repeated'] | undefined;
    seed: number;
    names: readonly MetricName[];
    mostReal?: number | undefined;
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
  const progress = { console, signal };
  // What trained or drew before, and each network in turn, leaves its memory to the next.
  releaseGraphs();
  const sayReal = workProgress(dataset.info.name, 'images', progress);
  const real = isSeen
    ? await realFeatures(dataset, extractor, sayReal, { most: mostReal })
    : noRealFeatures;
  const reading = names.includes('attributes')
    ? await readAttributes(set, table!, seed, { dataset, ...progress })
    : undefined;
  const sayDrawn = workProgress(set.name, 'images', progress);
  const generated = await collect(reading?.set ?? set, extractor, names, (done) =>
    sayDrawn(done, set.count),
  );
  releaseGraphs();
  const realSize = largestSize(dataset);
  const { imageSize } = generated;
  let measured: Promise<RealFeatures> | undefined;
  // For the first metric that shows it, and then for others.
  const realAtSize = async (): Promise<Rows | undefined> => {
    if (imageSize === realSize) return undefined;
    const name = `${dataset.info.name} at ${imageSize}×${imageSize}`;
    const sayAtSize = workProgress(name, 'images', progress);
    measured ??= realFeatures(dataset, extractor, sayAtSize, { side: imageSize });
    return (await measured).rows;
  };
  const input: MetricInput = {
    seed,
    extractor: extractor.name,
    generated,
    real: { rows: real.rows, statistics: statisticsOf(real.rows) },
    classify: async () => {
      const say = yieldingProgress('learning the classifier', 'steps', progress);
      const classifier = await learnedClassifier(dataset, real, say);
      const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
      const { heldOutAccuracy, heldOut, chance } = classifier;
      const accuracy = `${percent(heldOutAccuracy)} of ${heldOut} held-out images right, chance ${percent(chance)}`;
      const atSize = await realAtSize();
      return {
        logits: await predictClasses(classifier, generated.rows),
        real: {
          largest: await predictClasses(classifier, real.rows),
          atSize: atSize && (await predictClasses(classifier, atSize)),
        },
        name: `classifier of ${dataset.info.name} on ${extractor.name} (${accuracy})`,
      };
    },
    match: async () =>
      match(
        { dataset, extractor, table: table!, real, atSize: await realAtSize() },
        generated,
        progress,
      ),
    repeated: repeated!,
    attributes: () => reading!.scores(),
    progress,
  };
  const measurements: Measurement[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    console.progress(`computing ${name}`, { isTick: true });
    measurements.push(...(await metrics[name](input)));
    releaseGraphs();
  }
  console.end();
  const { name: data } = dataset.info;
  return {
    ...{ of: set.name, samples: set.count, imageSize, realSize, seed, data },
    ...{ extractor: extractor.name, measurements },
  };
}

interface Collected {
  readonly imageSize: number;
  readonly statistics: MetricInput['generated']['statistics'];
  readonly rows: Rows;
  readonly captions: readonly number[];
}

/** Goes through the images once. FID alone needs no more memory for more of them. */
async function collect(
  set: ImageSet,
  extractor: FeatureExtractor,
  names: readonly MetricName[],
  onProgress: (done: number) => void,
): Promise<Collected> {
  const moments = new FeatureMoments(extractor.features);
  const isKept = names.some((name) => name !== 'fid');
  const rows: Rows[] = [];
  const captions: number[] = [];
  let isVaried = false;
  let imageSize = 0;
  for await (const batch of extractFeatures(set, extractor, onProgress)) {
    moments.add(batch.features);
    imageSize = batch.images[0]!.size;
    isVaried ||= batch.images.some(({ data }) => data.some((value) => value !== data[0]));
    if (!isKept) continue;
    rows.push(batch.features);
    captions.push(...(batch.captions ?? []));
  }
  if (!isVaried) {
    throw new UsageError(
      `all images of ${set.name} are of one colour, each; no metric means anything: look at them`,
    );
  }
  return {
    ...{ imageSize, statistics: moments.statistics() },
    ...{ rows: joinRows(rows, extractor.features), captions },
  };
}

function statisticsOf(rows: Rows) {
  const moments = new FeatureMoments(rows.width);
  moments.add(rows);
  return moments.statistics();
}

async function match(
  {
    dataset,
    extractor,
    table,
    real,
    atSize,
  }: {
    dataset: PreparedDataset;
    extractor: FeatureExtractor;
    table: CaptionTable;
    real: RealFeatures;
    atSize: Rows | undefined;
  },
  { rows, captions }: Collected,
  progress: Progress,
) {
  const head = await learnedMatching(dataset, real, extractor, progress);
  const all = Array.from({ length: table.count }, (_, row) => row);
  const examples = all.map((row) => table.example(row));
  const pairsOf = async (realRows: Rows) => {
    return { images: await projectImages(head, selectRows(realRows, examples)), own: all };
  };
  return {
    generated: { images: await projectImages(head, rows), own: captions },
    real: { largest: await pairsOf(real.rows), atSize: atSize && (await pairsOf(atSize)) },
    texts: await projectCaptions(head, captionRows(dataset, table, all)),
    examples,
    name: `matching learned from the training images of ${dataset.info.name}, clean and worn, on ${extractor.name}`,
  };
}
