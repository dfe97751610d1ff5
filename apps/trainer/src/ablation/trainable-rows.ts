import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import type { Context } from '../shared/context.js';
import { withoutBox } from '../training/require-boxes.js';
import type { AblationRow } from './rows.js';

/**
 * `rows` without GAWWN if the data set does not say where objects are, as it prints. Throws
 * UsageError if no row is left.
 */
export function trainableRows(
  rows: readonly AblationRow[],
  { directory, examples }: Pick<PreparedDataset, 'directory' | 'examples'>,
  console: Pick<Context['console'], 'line'>,
): readonly AblationRow[] {
  const others = rows.filter(({ method }) => method !== 'GAWWN');
  const missing = withoutBox(examples).length;
  if (others.length === rows.length || missing === 0) return rows;
  const reason = `${directory} does not say where the object is in ${missing} images to learn from`;
  if (others.length === 0)
    throw new UsageError(`no row to train: GAWWN needs boxes, and ${reason}`);
  console.line(`Without GAWWN: ${reason}`);
  return others;
}
