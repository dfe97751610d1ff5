import { shownValue } from '@stackgan/formats';

import { cleanCaption } from '../captions/clean-caption.js';
import type { FolderImage } from './folder-image.js';
import { type ListRow, placeOf, refuseLine } from './list-row.js';
import { shownAttributes } from './shown-attributes.js';
import type { SourceExample, Split } from '../source/dataset-source.js';

/**
 * All that the rows of one image say about it, and how many runs in its captions were read as
 * blanks. Throws DatasetError `source` for rows that contradict each other, a second line of a JSON
 * list, an empty caption, and an unknown split.
 */
export function joinRows(
  id: string,
  rows: readonly ListRow[],
): { image: FolderImage; blanked: number } {
  const first = rows[0]!;
  for (const row of rows.slice(1)) requireSameImage(first, row);
  const { split } = first;
  if (split !== undefined && !isSplit(split)) {
    return refuseLine(first, `split is ${shownValue(split)}; give train or test`);
  }
  if (first.class?.trim() === '') refuseLine(first, 'class is empty; name one or leave it out');
  const captions: string[] = [];
  const captionPlaces: string[] = [];
  let blanked = 0;
  for (const row of rows) {
    for (const [index, text] of row.captions.entries()) {
      const which = row.captions.length === 1 ? 'caption' : `caption ${index + 1}`;
      const read = cleanCaption(text);
      if (read.caption === '') refuseLine(row, `${which} is empty; write one or remove it`);
      captions.push(read.caption);
      captionPlaces.push(placeOf(row) + (row.captions.length === 1 ? '' : `, ${which}`));
      blanked += read.blanked;
    }
  }
  const image = {
    ...{ id, captions, captionPlaces },
    ...(first.class !== undefined && { class: first.class.trim().normalize('NFC') }),
    ...(split !== undefined && { split }),
    ...attributesOf(first, captions),
  };
  return { image, blanked };
}

const isSplit = (text: string): text is Split => text === 'train' || text === 'test';

/** Rows of a CSV list may be of one image if they agree; a JSON list has a line per image. */
function requireSameImage(first: ListRow, row: ListRow): void {
  const name = shownValue(row.file);
  if (row.path !== first.path || /\.jsonl$/i.test(row.path)) {
    refuseLine(row, `${name} is named in ${placeOf(first)}, too; give all of its captions there`);
  }
  for (const field of ['class', 'split'] as const) {
    if (row[field] === first[field]) continue;
    const [here, there] = [row, first].map((one) => shownValue(one[field]));
    refuseLine(row, `${field} of ${name} is ${here}, but ${there} in line ${first.line}; give one`);
  }
}

type Attributes = Pick<SourceExample, 'attributes' | 'statements'>;

function attributesOf(row: ListRow, captions: readonly string[]): Attributes {
  if (row.attributes === undefined && row.statements === undefined) return {};
  // `shownAttributes` checks them, whatever they are.
  const { attributes, statements } = row as Attributes;
  return shownAttributes({ captions, attributes, statements }, (reason) => refuseLine(row, reason));
}
