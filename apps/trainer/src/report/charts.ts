import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Tick } from '../shared/tick-statistics.js';

/** One line of a chart: its name in the legend and its value at a point of the run. */
interface Series<Point> {
  readonly name: string;
  readonly value: (point: Point) => number | undefined;
}

export interface Chart<Point = Tick> {
  readonly title: string;
  /** How to read the chart. */
  readonly note: string;
  readonly series: readonly Series<Point>[];
}

const loss = (name: string, key: string): Series<Tick> => ({
  name,
  value: ({ losses }) => losses[key],
});

/** The charts of a report, top to bottom. */
export const charts: readonly Chart[] = [
  {
    title: 'Discriminator losses',
    note: 'Near 0.7, D guesses; near 0, it has memorised the images.',
    series: [
      loss('matched', 'discriminator.matched'),
      loss('mismatched', 'discriminator.mismatched'),
      loss('generated', 'discriminator.generated'),
    ],
  },
  {
    title: 'Generator loss',
    note: 'How easily D tells the images from real ones; good values are balanced, not small.',
    series: [loss('adversarial', 'generator.adversarial')],
  },
  {
    title: 'KL term of conditioning augmentation',
    note: 'Without its weight; 0 would mean that captions are ignored.',
    series: [loss('KL', 'generator.kl')],
  },
  {
    title: 'Colour consistency',
    note: "Weighted distance of Stage-II's colours from Stage-I's; small is good.",
    series: [loss('colours', 'generator.regularization')],
  },
  {
    title: 'Speed',
    note: 'Images per second.',
    series: [{ name: 'images/s', value: ({ imagesPerSecond }) => imagesPerSecond }],
  },
];

/** Colours of the series of a chart, in order. */
export const SERIES_COLORS = ['#2563eb', '#d97706', '#059669'] as const;

/** `chart` as an SVG string with kimg on the x axis; empty if no point has a value. */
export function drawChart<Point extends Pick<Tick, 'kimg'>>(
  { series }: Chart<Point>,
  run: readonly Point[],
): string {
  const points = series.flatMap(({ name, value }) =>
    run.flatMap((point) => {
      const y = value(point);
      return y === undefined ? [] : [{ name, kimg: point.kimg, y }];
    }),
  );
  if (points.length === 0) return '';
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const names = series.map(({ name }) => name);
  const figure = Plot.plot({
    document: document as unknown as Document,
    width: 520,
    height: 240,
    marginLeft: 44,
    marginRight: 12,
    marginBottom: 36,
    style: { fontFamily: 'inherit', fontSize: '12px', background: 'none' },
    x: { label: 'thousand images', nice: true },
    y: { label: null, grid: true, zero: true, nice: true },
    color: { domain: names, range: [...SERIES_COLORS] },
    marks: [Plot.line(points, { x: 'kimg', y: 'y', z: 'name', stroke: 'name', strokeWidth: 1.8 })],
  });
  return figure.outerHTML;
}
