import { MetricError } from '../shared/metric-error.js';
import type { NamedAttribute } from './attribute-reader.js';

/** What `attributeScores` compares: generated images, and the real images of the same captions. */
export interface AttributeScoresInput {
  readonly attributes: readonly NamedAttribute[];
  /** What a reader read of the generated images: [N, attributes], positions of values. */
  readonly generated: ArrayLike<number>;
  /** What it read of the real image of each caption, at the same size: [N, attributes]. */
  readonly real: ArrayLike<number>;
  /**
   * What the caption of each image states: for each attribute the positions of all values that its
   * word may mean, or undefined where it says nothing.
   */
  readonly stated: readonly (readonly (readonly number[] | undefined)[])[];
  /** Seed of the bootstrap; default 0. */
  readonly seed?: number;
}

/**
 * Throws {@link MetricError} for numbers or statements that do not fit the images and attributes.
 */
export function checkScoresInput({
  attributes,
  generated,
  real,
  stated,
}: AttributeScoresInput): void {
  const numbers = stated.length * attributes.length;
  for (const [name, { length }] of Object.entries({ generated, real })) {
    if (length !== numbers) {
      const wanted = `${stated.length} captions and ${attributes.length} attributes`;
      throw new MetricError(
        'shape',
        `${name} has ${length} numbers for ${wanted}: give ${numbers}`,
      );
    }
  }
  stated.forEach((statement, row) => {
    if (statement.length !== attributes.length) {
      const what = `Caption ${row} has ${statement.length} statements`;
      throw new MetricError(
        'shape',
        `${what}; give one for each of ${attributes.length} attributes`,
      );
    }
    statement.forEach((values, at) => {
      const { name, values: known } = attributes[at]!;
      const bad = values?.find((value) => !(value in known));
      if (bad !== undefined || values?.length === 0) {
        const what = `Caption ${row} states ${bad ?? 'no value'} of ${name}`;
        throw new MetricError('shape', `${what}; give positions from 0 to ${known.length - 1}`);
      }
    });
  });
}
