import { suggestion } from '../options/nearest-name.js';
import { UsageError } from '../shared/errors.js';
import { type AblationRow, additions, table1, table2 } from './rows.js';

/** A table that `stackgan ablate` makes. */
export interface AblationTable {
  /** Name of its files, without extension. */
  readonly file: string;
  readonly title: string;
  readonly rows: readonly AblationRow[];
  /** Heading above the statements about its rows. */
  readonly findings: string;
}

const paper = "The paper's findings";

export const TABLES = {
  table2: { file: 'ablation', title: 'Ablation (Table 2)', rows: table2, findings: paper },
  table1: {
    file: 'table1',
    title: 'StackGAN against other methods (Table 1)',
    rows: table1,
    findings: paper,
  },
  additions: {
    file: 'additions',
    title: 'StackGAN with additions',
    rows: additions,
    findings: 'What the additions gain',
  },
} as const satisfies Record<string, AblationTable>;
export type TableName = keyof typeof TABLES;

/**
 * The rows of `table` whose ids are in `list`, in its order; all for undefined. Throws UsageError
 * for other ids.
 */
export function chosenRows(
  { rows }: AblationTable,
  list: string | undefined,
): readonly AblationRow[] {
  if (list === undefined) return rows;
  const ids = new Set(list.split(',').map((id) => id.trim()));
  const known = rows.map(({ id }) => id);
  for (const id of ids) {
    if (!known.includes(id))
      throw new UsageError(`--rows ${id}: no such row${suggestion(id, known)}`);
  }
  return rows.filter(({ id }) => ids.has(id));
}
