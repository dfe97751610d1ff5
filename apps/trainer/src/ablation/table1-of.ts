import type { PreparedDataset } from '@stackgan/data';
import type { Context } from '../shared/context.js';
import { withoutBox } from '../training/require-boxes.js';
import { type AblationRow, table1 } from './rows.js';

/** The rows of Table 1; not GAWWN if the data set does not say where objects are, as it prints. */
export function table1Of(
  { directory, examples }: Pick<PreparedDataset, 'directory' | 'examples'>,
  console: Pick<Context['console'], 'line'>,
): readonly AblationRow[] {
  const missing = withoutBox(examples).length;
  if (missing === 0) return table1;
  console.line(
    `Without GAWWN: ${directory} does not say where the object is in ${missing} images to learn from`,
  );
  return table1.filter(({ method }) => method !== 'GAWWN');
}
