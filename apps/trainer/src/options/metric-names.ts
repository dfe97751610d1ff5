import type { ResizeFilter } from '@stackgan/metrics';

/**
 * The names that `--metrics` accepts. They are separate from the code that computes the metrics, so
 * that --help does not load TensorFlow.js.
 */
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

/**
 * The names in a list such as `fid,kid`, without duplicates; undefined in place of an unknown name.
 */
export const splitMetrics = (list: string): (MetricName | undefined)[] => [
  ...new Set(
    list
      .split(',')
      .filter((text) => text.trim() !== '')
      .map((text) => METRIC_NAMES.find((name) => name === text.trim())),
  ),
];

/** Whether all names in a list are known; an empty list is valid, too. */
export const isMetricList = (list: string): boolean => !splitMetrics(list).includes(undefined);

/**
 * Ranges of the pixel values that networks read; `imagenet` normalises by its mean and deviation.
 */
export const RANGE_NAMES = ['0,1', '-1,1', '0,255', 'imagenet'] as const;
export type RangeName = (typeof RANGE_NAMES)[number];

/** Filters that resize images to the input size of a network; the first is the default. */
export const RESIZE_NAMES = [
  'pillow-bilinear',
  'tf1-bilinear',
] as const satisfies readonly ResizeFilter[];
export type ResizeName = (typeof RESIZE_NAMES)[number];
