import { predictClasses, trainClassifierHead } from '../heads/classifier-head.js';
import { projectCaptions, projectImages } from '../heads/matching-head.js';
import { FeatureMoments, type FeatureStatistics } from '../scores/feature-moments.js';
import { frechetDistance } from '../scores/frechet-distance.js';
import { inceptionScore } from '../scores/inception-score.js';
import { kernelDistance } from '../scores/kernel-distance.js';
import { precisionRecall } from '../scores/precision-recall.js';
import { rPrecision } from '../scores/r-precision.js';
import type { MeanDeviation } from '../shared/mean-deviation.js';
import type { Rows } from '../shared/rows.js';
import { countRows, firstRows, selectRows } from '../shared/select-rows.js';
import type { Collected } from './collected.js';
import { computeAttributes } from './compute-attributes.js';
import { computeDiversity } from './compute-diversity.js';
import { valueOf } from './measure-input.js';
import type { MeasureReport, ScoreBesideReal } from './measure-report.js';
import { KID, type MetricName, NEIGHBOURS, PARTS } from './metric-name.js';

/** Precision and recall take time that grows with the square. */
const MOST_NEIGHBOURS = 3000;

type Compute = {
  readonly [Name in MetricName]: (given: Collected) => Promise<NonNullable<MeasureReport[Name]>>;
};

/** How each metric is computed. Throws `MetricError` for numbers that would mean nothing. */
export const compute: Compute = {
  fid({ generated, real }) {
    const value = frechetDistance(generated.moments!.statistics(), statisticsOf(real));
    return Promise.resolve({ value, real: countRows(real) });
  },

  async kid({ generated, real, seed, input: { signal }, tell }) {
    const told: Promise<void>[] = [];
    const onProgress = (done: number, total: number) => {
      signal?.throwIfAborted();
      told.push(tell(done, total));
    };
    const { mean, std } = kernelDistance(generated.rows!, real, { ...KID, seed, onProgress });
    await Promise.all(told);
    return { value: mean, std, ...KID };
  },

  pr({ generated, real }) {
    const count = Math.min(MOST_NEIGHBOURS, countRows(generated.rows!), countRows(real));
    const [own, others] = [firstRows(generated.rows!, count), firstRows(real, count)];
    return Promise.resolve({ ...precisionRecall(others, own, { k: NEIGHBOURS }), count });
  },

  async is(collected) {
    const { input, generated, real, seed } = collected;
    const classifier =
      input.classifier === undefined
        ? await trainClassifierHead(real, input.classes!, { onProgress: collected.tell })
        : await valueOf(input.classifier);
    return besideReal(collected, {
      score: (logits: Rows) => inceptionScore(logits, { input: 'logits', splits: PARTS, seed }),
      generated: () => predictClasses(classifier, generated.rows!),
      real: (rows) => predictClasses(classifier, rows),
    });
  },

  async 'r-precision'(collected) {
    const { input, generated, seed } = collected;
    const { imageOf } = input.captions!;
    await collected.realAtSize(); // Features before the head that reads them.
    const matching = await valueOf(input.matching!);
    const images = Array.from(imageOf);
    const all = images.map((_, row) => row);
    const texts = await projectCaptions(matching, await valueOf(input.captions!.embeddings!));
    return besideReal(collected, {
      score: ({ codes, own }: { codes: Rows; own: readonly number[] }) =>
        rPrecision(codes, texts, { own, captions: images, folds: PARTS, seed }),
      generated: async () => {
        const codes = await projectImages(matching, generated.rows!);
        return { codes, own: generated.captions };
      },
      real: async (rows) => {
        return { codes: await projectImages(matching, selectRows(rows, images)), own: all };
      },
    });
  },

  diversity: computeDiversity,
  attributes: computeAttributes,
};

/** A score of the generated images, and of the real ones at either size. */
async function besideReal<T>(
  { real, realAtSize }: Collected,
  made: {
    score: (of: T) => MeanDeviation;
    generated: () => Promise<T>;
    real: (rows: Rows) => Promise<T>;
  },
): Promise<ScoreBesideReal> {
  const { mean: value, std } = made.score(await made.generated());
  const atSize = await realAtSize();
  return {
    ...{ value, std, real: made.score(await made.real(real)).mean },
    ...(atSize && { realAtSize: made.score(await made.real(atSize)).mean }),
  };
}

function statisticsOf(rows: Rows): FeatureStatistics {
  const moments = new FeatureMoments(rows.width);
  moments.add(rows);
  return moments.statistics();
}
