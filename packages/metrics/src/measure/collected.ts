import type { Rows } from '../shared/rows.js';
import type { Generated } from './collect-generated.js';
import type { MeasureInput } from './measure-input.js';

/** What metrics are computed from. */
export interface Collected {
  readonly input: MeasureInput;
  readonly seed: number;
  readonly generated: Generated;
  /** Features of the real images; of no rows if no metric needs them. */
  readonly real: Rows;
  /** Features of `input.realAtSize`, extracted on first use. */
  readonly realAtSize: () => Promise<Rows | undefined>;
  /** Reports the progress of the current metric. */
  readonly tell: (done: number, total: number) => Promise<void>;
  /** Reports the number of repeated images. */
  readonly tellRepeated: (done: number) => Promise<void>;
}
