import type { ResizeFilter } from '@stackgan/metrics';

/** What `--metrics` lists; apart from what computes it, so that --help need not load TensorFlow.js. */
export const METRIC_NAMES = [
  'is',
  'fid',
  'kid',
  'pr',
  'r-precision',
  'diversity',
  'attributes',
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

/** The names in a list such as `fid,kid`, each once; undefined stands for one that is none. */
export const splitMetrics = (list: string): (MetricName | undefined)[] => [
  ...new Set(
    list
      .split(',')
      .filter((text) => text.trim() !== '')
      .map((text) => METRIC_NAMES.find((name) => name === text.trim())),
  ),
];

/** Whether all names in a list are known; none at all is a list, too. */
export const isMetricList = (list: string): boolean => !splitMetrics(list).includes(undefined);

/** Ranges of numbers that networks read images in: `imagenet` is its mean and deviation. */
export const RANGE_NAMES = ['0,1', '-1,1', '0,255', 'imagenet'] as const;
export type RangeName = (typeof RANGE_NAMES)[number];

/** Filters that bring images to the size that a network reads; the first is used if none is chosen. */
export const RESIZE_NAMES = [
  'pillow-bilinear',
  'tf1-bilinear',
] as const satisfies readonly ResizeFilter[];
export type ResizeName = (typeof RESIZE_NAMES)[number];
