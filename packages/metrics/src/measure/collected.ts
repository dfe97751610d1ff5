import type { Rows } from '../shared/rows.js';
import type { Generated } from './collect-generated.js';
import type { MeasureInput } from './measure-input.js';

/** What metrics are computed of, after all images went by. */
export interface Collected {
  readonly input: MeasureInput;
  readonly seed: number;
  readonly generated: Generated;
  /** Features of the real images; of no rows if no metric needs them. */
  readonly real: Rows;
  /** Features of `input.realAtSize`, made when first asked for. */
  readonly realAtSize: () => Promise<Rows | undefined>;
  /** Tells how far the metric at hand is. */
  readonly tell: (done: number, total: number) => Promise<void>;
  /** Tells how many of the repeated images are there. */
  readonly tellRepeated: (done: number) => Promise<void>;
}
