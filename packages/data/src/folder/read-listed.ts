import { posix } from 'node:path';

import { isPathWithin, shownValue } from '@stackgan/formats';

import { blankedNotices } from '../captions/clean-caption.js';
import { DatasetError } from '../shared/errors.js';
import type { DataFolder } from '../trees/data-folder.js';
import type { ReadForm } from './folder-image.js';
import { joinRows } from './join-rows.js';
import { type ImageList, notRead } from './list-images.js';
import { type ListRow, refuseLine } from './list-row.js';
import { readCsvList } from './read-csv-list.js';
import { readJsonList } from './read-json-list.js';
import { requireOneForm } from './require-one-form.js';

/**
 * Reads captions from lists, `captions.jsonl` or `captions.csv`, whose paths of images begin at the
 * folder of the list. `notices` lists the images that no list names. Throws the errors of the
 * readers, and {@link DatasetError} `source`: two forms of captions, an image that does not exist or
 * is named twice, an empty caption, a split that is unknown or of some images only.
 */
export const readListed: ReadForm = async (folder, list) => {
  requireOneForm(folder.path, list);
  const find = imageFinder(folder, list);
  const rowsOf = new Map<string, ListRow[]>();
  for (const name of list.lists) {
    const path = folder.pathOf(name);
    const rows = await (/\.csv$/i.test(name) ? readCsvList : readJsonList)(path, folder.readFile);
    if (rows.length === 0)
      throw new DatasetError('source', path, `${path} has no captions; add one`);
    for (const row of rows) {
      const id = find(row, posix.dirname(name));
      const rowsBefore = rowsOf.get(id);
      if (rowsBefore === undefined) rowsOf.set(id, [row]);
      else rowsBefore.push(row);
    }
  }
  const named = list.images.filter((id) => rowsOf.has(id));
  const joined = named.map((id) => joinRows(id, rowsOf.get(id)!));
  requireAllSplits(named.map((id) => rowsOf.get(id)![0]!));
  const blanked = joined.reduce((sum, one) => sum + one.blanked, 0);
  const first = joined.find((one) => one.blanked > 0)?.image.captionPlaces[0] ?? '';
  const unnamed = list.images.filter((id) => !rowsOf.has(id));
  return {
    images: joined.map(({ image }) => image),
    notices: [
      ...list.notices,
      ...notRead([...list.texts, ...list.attributes], 'no image has this name'),
      ...notRead(unnamed, `${list.lists.join(' and ')} has no captions of them`),
      ...blankedNotices(blanked, first),
    ],
  };
};

/** Finds the image that a line names; names match in either Unicode form. */
function imageFinder(
  folder: DataFolder,
  { images }: ImageList,
): (row: ListRow, base: string) => string {
  const exact = new Set(images);
  const alike = new Map(images.map((id) => [id.normalize('NFC'), id]));
  return (row, base) => {
    const shown = shownValue(row.file);
    const file = row.file.trim().replace(/^(\.\/)+/, '');
    if (!isPathWithin(file)) {
      const reason = `${shown} is not a path within the folder of this list; give one with / between its parts, such as cat/tom.jpg`;
      return refuseLine(row, reason);
    }
    const name = posix.join(base, file);
    const id = exact.has(name) ? name : alike.get(name.normalize('NFC'));
    if (id !== undefined) return id;
    const why = `there is none in ${folder.pathOf(base)}, it is hidden, or it is not JPEG, PNG, WebP, GIF, AVIF or TIFF`;
    return refuseLine(
      row,
      `${shown} is not an image that is read: ${why}; correct the path or remove the line`,
    );
  };
}

/** Throws if lines of some images have a split and others have none. */
function requireAllSplits(rows: readonly ListRow[]): void {
  const without = rows.find(({ split }) => split === undefined);
  const given = rows.find(({ split }) => split !== undefined);
  if (without === undefined || given === undefined) return;
  const reason = `has no split, but line ${given.line} of ${given.path} has one; give all images a split, or none`;
  refuseLine(without, reason);
}
