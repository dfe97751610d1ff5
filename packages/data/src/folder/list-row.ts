import { DatasetError } from '../shared/errors.js';

/** What a line of a list says about an image, as it is written there. */
export interface ListRow {
  /** File of the list, and the number of the line, from 1. */
  readonly path: string;
  readonly line: number;
  /** Path of the image relative to the folder of the list. */
  readonly file: string;
  readonly captions: readonly string[];
  /** Undefined if not given. */
  readonly class: string | undefined;
  readonly split: string | undefined;
  /** Not checked yet. */
  readonly attributes?: unknown;
  readonly statements?: unknown;
}

/** The place of a line for messages: `images/captions.csv, line 3`. */
export const placeOf = ({ path, line }: Pick<ListRow, 'path' | 'line'>): string =>
  `${path}, line ${line}`;

/** Throws {@link DatasetError} `source` for a line of a list. */
export function refuseLine(
  at: Pick<ListRow, 'path' | 'line'>,
  reason: string,
  cause?: unknown,
): never {
  throw new DatasetError('source', at.path, `${placeOf(at)}: ${reason}`, { cause });
}
