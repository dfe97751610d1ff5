import {
  diversity,
  type FeatureStatistics,
  frechetDistance,
  inceptionScore,
  kernelDistance,
  precisionRecall,
  rPrecision,
  type Rows,
} from '@stackgan/metrics';
import type { Measurement } from '../records/evaluation.js';
import type { SquareImage } from '../images/image.js';
import { imageTensor } from './extract-features.js';
import type { AttributeReading } from './attributes/read-attributes.js';
import type { MetricName } from '../options/metric-names.js';
import type { ImageSet } from '../images/image-set.js';
import { firstRows } from './rows.js';
import { type Progress, workProgress, yieldingProgress } from '../shared/work-progress.js';

/** Images and captions in one space. */
export interface Pairs {
  readonly images: Rows;
  /** For each image the row of its caption. */
  readonly own: readonly number[];
}

/** Real images at the data set's largest size, and at the size that was drawn, where that is another. */
export interface Real<T> {
  readonly largest: T;
  readonly atSize?: T | undefined;
}

/** What metrics measure; each part is computed only if a metric asks for it. */
export interface MetricInput {
  readonly seed: number;
  /** Of the generated images; rows are kept for all metrics but FID. */
  readonly generated: { readonly statistics: FeatureStatistics; readonly rows: Rows };
  readonly real: { readonly statistics: FeatureStatistics; readonly rows: Rows };
  readonly extractor: string;
  /** For Inception Score: logits of features, and what it is called. */
  readonly classify: () => Promise<{ logits: Rows; real: Real<Rows>; name: string }>;
  /** For R-precision: images and their own captions in one space. */
  readonly match: () => Promise<{
    generated: Pairs;
    real: Real<Pairs>;
    /** All captions of the split, and which image of the data set each is of. */
    texts: Rows;
    examples: readonly number[];
    name: string;
  }>;
  /** For diversity: images of which so many follow each other of one caption. */
  readonly repeated: () => { set: ImageSet; perCaption: number };
  /** For attributes: how much of what is stated the generated images show. */
  readonly attributes: AttributeReading['scores'];
  readonly progress: Progress;
}

/** Precision and recall take time that grows with the square. */
const MOST_NEIGHBOURS = 3000;
/** Subsets of fewer samples are too noisy to compare. */
export const KID = { subsets: 10, subsetSize: 1000 };

/** What each metric measures. Throws `MetricError` for too few samples, and others that would mean nothing. */
export const metrics: Readonly<
  Record<MetricName, (input: MetricInput) => Promise<Measurement[]> | Measurement[]>
> = {
  async is({ classify, seed }) {
    const { logits, real, name } = await classify();
    const score = (rows: Rows) => inceptionScore(rows, { input: 'logits', seed });
    const { mean: value, std: deviation } = score(logits);
    const protocol = `10 splits; ${name}`;
    const ofReal = scoresOfReal(real, score);
    return [{ name: 'Inception Score', value, deviation, ...ofReal, better: 'higher', protocol }];
  },

  fid({ generated, real, extractor }) {
    const value = frechetDistance(generated.statistics, real.statistics);
    const protocol = `${extractor}; against ${real.statistics.count} real images`;
    return [{ name: `FID (${extractor})`, value, better: 'lower', protocol }];
  },

  kid({ generated, real, extractor, seed, progress }) {
    const onProgress = workProgress('computing kid', 'subsets', progress);
    const { mean, std } = kernelDistance(generated.rows, real.rows, { ...KID, seed, onProgress });
    const protocol = `${extractor}; ${KID.subsets} subsets of ${KID.subsetSize}`;
    return [{ name: `KID (${extractor})`, value: mean, deviation: std, better: 'lower', protocol }];
  },

  pr({ generated, real, extractor }) {
    const count = Math.min(MOST_NEIGHBOURS, countOf(generated.rows), countOf(real.rows));
    const { precision, recall } = precisionRecall(
      firstRows(real.rows, count),
      firstRows(generated.rows, count),
    );
    const protocol = `${extractor}; 3 neighbours, ${count} images of either kind`;
    return [
      { name: 'Precision', value: precision, better: 'higher', protocol },
      { name: 'Recall', value: recall, better: 'higher', protocol },
    ];
  },

  async 'r-precision'({ match, seed }) {
    const { generated, real, texts, examples, name } = await match();
    const score = ({ images, own }: Pairs) =>
      rPrecision(images, texts, { own, captions: examples, seed });
    const { mean: value, std: deviation } = score(generated);
    const protocol = `own caption against 99 of other images, 10 folds; ${name}`;
    const ofReal = scoresOfReal(real, score);
    return [{ name: 'R-precision', value, deviation, ...ofReal, better: 'higher', protocol }];
  },

  async diversity({ repeated, progress }) {
    const { set, perCaption } = repeated();
    const images: SquareImage[] = [];
    const sayDrawn = yieldingProgress('drawing images of one caption', 'images', progress);
    for await (const batch of set.batches()) {
      images.push(...batch.images);
      await sayDrawn(images.length, set.count);
    }
    const all = imageTensor(images);
    try {
      const captions = Array.from({ length: set.count }, (_, i) => Math.floor(i / perCaption));
      // Each scale halves the image, and the window of 11 pixels must lie in the last.
      const scales = Math.min(5, 1 + Math.floor(Math.log2(all.shape[1] / 11)));
      const onProgress = yieldingProgress('comparing images of one caption', 'pairs', progress);
      const { mean, std } = await diversity(all, captions, { scales, onProgress });
      const protocol = `MS-SSIM of ${perCaption} images of each of ${set.count / perCaption} captions, ${scales} scales; near 1 is collapse`;
      return [
        { name: 'MS-SSIM in a caption', value: mean, deviation: std, better: 'lower', protocol },
      ];
    } finally {
      all.dispose();
    }
  },

  async attributes({ attributes: scoresOf }) {
    const { scores, protocol } = await scoresOf();
    const { mean: value, low, high, ...attributes } = scores;
    return [
      {
        ...{ name: 'Attributes', value, interval: { low, high }, better: 'higher' },
        ...{ protocol, attributes },
      },
    ];
  },
};

function scoresOfReal<T>({ largest, atSize }: Real<T>, score: (given: T) => { mean: number }) {
  const real = score(largest).mean;
  return atSize === undefined ? { real } : { real, realAtSize: score(atSize).mean };
}

const countOf = ({ data, width }: Rows): number => data.length / width;
