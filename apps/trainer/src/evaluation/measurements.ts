import type {
  AttributeReader,
  ClassifierHead,
  MeasureReport,
  ScoreBesideReal,
} from '@stackgan/metrics';
import type { Measurement } from '../records/evaluation.js';
import type { MetricName } from '../options/metric-names.js';

/** What the protocols of measurements name besides the numbers of the report. */
export interface Protocol {
  /** Name of the data set. */
  readonly data: string;
  /** The same, or how many of its images the heads and the real images are of. */
  readonly sample: string;
  /** Name of the extractor. */
  readonly extractor: string;
  readonly classifier?: ClassifierHead | undefined;
  readonly reader?: AttributeReader | undefined;
  /** Images of each caption, of diversity. */
  readonly perCaption?: number | undefined;
}

/** The rows of a table for each metric of a report. */
export const measurementsOf = (
  name: MetricName,
  report: MeasureReport,
  protocol: Protocol,
): Measurement[] => ROWS[name](report, protocol);

/** How the name of the first row of a metric begins. */
export const METRIC_TITLES: Readonly<Record<MetricName, string>> = {
  is: 'Inception Score',
  fid: 'FID',
  kid: 'KID',
  pr: 'Precision',
  'r-precision': 'R-precision',
  diversity: 'MS-SSIM in a caption',
  attributes: 'Attributes',
};

/** Whether `measurements` have a row of the metric. */
export const hasMetric = (measurements: readonly Measurement[], name: MetricName): boolean =>
  measurements.some((row) => row.name.startsWith(METRIC_TITLES[name]));

const ROWS: Readonly<Record<MetricName, (report: MeasureReport, of: Protocol) => Measurement[]>> = {
  is({ is }, { sample, extractor, classifier }) {
    const { heldOutAccuracy, heldOut, chance } = classifier!;
    const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
    const accuracy = `${percent(heldOutAccuracy)} of ${heldOut} held-out images right, chance ${percent(chance)}`;
    const protocol = `10 splits; classifier of ${sample} on ${extractor} (${accuracy})`;
    return [{ name: METRIC_TITLES.is, ...besideReal(is!), better: 'higher', protocol }];
  },

  fid({ fid }, { extractor }) {
    const { value, real } = fid!;
    const protocol = `${extractor}; against ${real} real images`;
    return [{ name: `${METRIC_TITLES.fid} (${extractor})`, value, better: 'lower', protocol }];
  },

  kid({ kid }, { extractor }) {
    const { value, std: deviation, subsets, subsetSize } = kid!;
    const protocol = `${extractor}; ${subsets} subsets of ${subsetSize}`;
    return [
      { name: `${METRIC_TITLES.kid} (${extractor})`, value, deviation, better: 'lower', protocol },
    ];
  },

  pr({ pr }, { extractor }) {
    const { precision, recall, count } = pr!;
    const protocol = `${extractor}; 3 neighbours, ${count} images of either kind`;
    return [
      { name: METRIC_TITLES.pr, value: precision, better: 'higher', protocol },
      { name: 'Recall', value: recall, better: 'higher', protocol },
    ];
  },

  'r-precision'(report, { sample, extractor }) {
    const matching = `matching learned from the training images of ${sample}, clean and degraded, on ${extractor}`;
    const protocol = `own caption against 99 of other images, 10 folds; ${matching}`;
    const score = besideReal(report['r-precision']!);
    return [{ name: METRIC_TITLES['r-precision'], ...score, better: 'higher', protocol }];
  },

  diversity({ diversity }, { perCaption }) {
    const { value, std: deviation, captions, scales, realAtSize } = diversity!;
    const protocol = `MS-SSIM of ${perCaption} images of each of ${captions} captions, ${scales} scales; near 1 is collapse`;
    const score = { value, deviation, ...(realAtSize !== undefined && { realAtSize }) };
    return [{ name: METRIC_TITLES.diversity, ...score, better: 'lower', protocol }];
  },

  attributes({ attributes, size }, { data, reader }) {
    const { value, low, high, ...details } = attributes!;
    const known = reader!.attributes.filter(({ heldOut }) => heldOut > 0);
    const mean = known.reduce((sum, one) => sum + one.heldOutAccuracy, 0) / known.length;
    const quality =
      known.length > 0 ? `, ${mean.toFixed(2)} right of held-out training images` : '';
    const protocol = `0 at chance, 1 as real images of the same captions at ${size.width}×${size.height}; reader learned from the training images of ${data} alone${quality}; 95 % intervals`;
    return [
      {
        ...{ name: METRIC_TITLES.attributes, value, interval: { low, high }, better: 'higher' },
        ...{ protocol, attributes: details },
      },
    ];
  },
};

const besideReal = ({ value, std: deviation, ...real }: ScoreBesideReal) => {
  return { value, deviation, ...real };
};
