import type { PreparedDataset } from '@stackgan/data';
import type { MeasuredRow } from './measured-row.js';
import type { AblationOptions } from './row-options.js';

/** How the rows of a table were trained and measured. */
export interface Protocol extends AblationOptions {
  /** Number of seeds. */
  readonly seeds: number;
  readonly samples: number;
  /** Whether all rows of the table are there. */
  readonly isWhole: boolean;
}

/** The notes below a table. */
export function protocolLines(
  { preset, steps1, steps2, seeds, samples, isWhole }: Protocol,
  { info }: PreparedDataset,
  rows: readonly MeasuredRow[],
): string[] {
  const stepsText = (steps: number | undefined) => steps ?? "the preset's";
  const protocols = rows.flatMap(({ measurements }) =>
    measurements.map(({ name, protocol }) => `${name}: ${protocol}`),
  );
  return [
    `${info.name}, preset ${preset}; steps of Stage-I ${stepsText(steps1)}, of Stage-II ${stepsText(steps2)}; one stage at 256: their sum`,
    ...(isWhole ? [] : [`only the rows ${rows.map(({ id }) => id).join(', ')}`]),
    seeds > 1
      ? `means of ${seeds} seeds, ± deviation over them`
      : '1 seed; ± is over splits, folds or captions, and says nothing about other seeds',
    'kimg: thousands of images seen in training by both stages; minutes: their training steps alone',
    `${samples.toLocaleString('en')} images of held-out captions per row`,
    ...new Set(protocols),
    ...rows.flatMap(({ id, fault }) =>
      fault === undefined ? [] : [`${id} has no numbers: ${fault}`],
    ),
  ];
}

/** What the numbers in brackets after a difference are. */
export const differencesText = (seeds: number): string =>
  seeds > 1
    ? `differences, 95 % intervals by Student's t over ${seeds} seeds`
    : 'differences ± the larger ± of the two rows; 1 seed';
