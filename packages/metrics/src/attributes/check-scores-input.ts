import { MetricError } from '../metric-error.js';
import type { AttributeScoresInput } from './attribute-scores.js';

/** Throws {@link MetricError} unless there are as many numbers and statements as pictures and attributes want. */
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
