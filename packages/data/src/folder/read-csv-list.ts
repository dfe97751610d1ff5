import { shownValue } from '@stackgan/formats';
import { CsvError, parse } from 'csv-parse/sync';

import { type ListRow, refuseLine } from './list-row.js';
import type { ReadFile } from '../files/read-bounded.js';
import { readText } from '../files/read-text.js';

/** Names of the columns by what they hold. */
const columnNames = {
  file: ['file', 'file_name', 'image'],
  caption: ['caption', 'text'],
  class: ['class'],
  split: ['split'],
} as const;
type Column = keyof typeof columnNames;

const wanted = 'name the columns file and caption, and optionally class and split';

/** Characters of the longest row: one that is longer holds a quote that does not end. */
const LONGEST_ROW = 2 ** 20;

interface CsvRow {
  readonly cells: readonly string[];
  /** The line that it begins in. */
  readonly line: number;
}

/**
 * Reads `captions.csv`: a header line with the columns `file` (or `file_name`, `image`) and
 * `caption` (or `text`), and optionally `class` and `split`; one caption per row, in any order.
 * Cells are separated by commas, semicolons or tabs, whichever the header has most. Throws the
 * errors of `readText`, and DatasetError `source` with the line.
 */
export async function readCsvList(path: string, read?: ReadFile): Promise<ListRow[]> {
  const [header, ...rows] = parseRows(await readText(path, read), path);
  if (header === undefined) return [];
  const columns = readHeader(header, path);
  return rows.map(({ cells, line }) => {
    const at = { path, line };
    if (cells.length !== columns.length) {
      const reason = `has ${cells.length} cells, the header has ${columns.length}; put texts that hold a separator in double quotes`;
      return refuseLine(at, reason);
    }
    const cell = (column: Column): string | undefined => cells[columns.indexOf(column)];
    return {
      ...at,
      file: cell('file')!,
      captions: [cell('caption')!],
      class: cell('class')?.trim() || undefined,
      split: cell('split')?.trim() || undefined,
    };
  });
}

/** All rows that are not blank. */
function parseRows(text: string, path: string): CsvRow[] {
  const header = text.slice(0, text.search(/[\n\r]|$/));
  const separators = [',', ';', '\t'].map((by) => ({ by, count: header.split(by).length }));
  const rows: CsvRow[] = [];
  let line = 1;
  try {
    parse(text, {
      delimiter: separators.reduce((most, one) => (one.count > most.count ? one : most)).by,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
      on_record: (cells: string[], { lines }) => {
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line });
        line = lines + 1;
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const isOpen = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'].includes(cause.code);
    const reason = isOpen
      ? 'a cell begins with a double quote and does not end; end it with one'
      : 'a double quote is within a cell; put the cell in double quotes, and double those within it';
    return refuseLine({ path, line }, reason, cause);
  }
  return rows;
}

/** What each column holds. */
function readHeader({ cells, line }: CsvRow, path: string): Column[] {
  const refuse = (reason: string): never => refuseLine({ path, line }, `${reason}; ${wanted}`);
  const columns = cells.map((cell) => {
    const name = cell.trim();
    const known = Object.entries(columnNames).find(([, names]) => names.some((n) => n === name));
    return known ? (known[0] as Column) : refuse(`the column ${shownValue(name)} is not known`);
  });
  const second = columns.findIndex((column, index) => columns.indexOf(column) < index);
  if (second >= 0) {
    const [one, other] = [columns.indexOf(columns[second]!), second].map((at) => cells[at]!.trim());
    refuse(`the columns ${one} and ${other} hold the same`);
  }
  for (const column of ['file', 'caption'] as const) {
    if (!columns.includes(column)) refuse(`there is no column ${columnNames[column].join(' or ')}`);
  }
  return columns;
}
