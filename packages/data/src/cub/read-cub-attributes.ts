import type { ReadFile } from '../files/read-bounded.js';
import { readLines } from '../files/read-lines.js';
import { readText } from '../files/read-text.js';
import { DatasetError } from '../shared/errors.js';

/** One of CUB's 312 attributes: `has_wing_color::brown`. */
interface CubAttribute {
  /** `wing color`. */
  readonly group: string;
  /** `brown`, without the part that CUB has in brackets. */
  readonly value: string;
}

/** The lowest certainty used: 1 is `not visible`, 2 `guessing`, 3 `probably`, 4 `definitely`. */
const leastCertainty = 2;

/**
 * Attributes of CUB's images by image number: for each group the present value of highest
 * certainty, none if two values tie. `labels` is the path of `image_attribute_labels.txt`, `names`
 * that of `attributes.txt`. Throws DatasetError `source` for a file that is missing or not in CUB's
 * format, with the line.
 */
export async function readCubAttributes(
  labels: string,
  names: string,
  read: ReadFile,
): Promise<Map<string, Record<string, string>>> {
  const attributes = await readNames(names, read);
  const best = new Map<
    string,
    Map<string, { value: string; certainty: number; isSole: boolean }>
  >();
  let number = 0;
  for (const line of eachLine(await readText(labels, read))) {
    number++;
    // Some lines of the archive have more columns than the file's description says.
    const [image = '', id = '', isPresent = '', certaintyText = ''] = line.trim().split(/\s+/);
    if (image === '') continue;
    const attribute = attributes.get(id);
    const certainty = Number(certaintyText);
    if (!attribute || !['0', '1'].includes(isPresent) || !(certainty >= 1 && certainty <= 4)) {
      const message = `${labels}, line ${number}: "${line.slice(0, 80)}" is not an image, an attribute, 0 or 1, and a certainty from 1 to 4`;
      throw new DatasetError('source', labels, message);
    }
    if (isPresent === '0' || certainty < leastCertainty) continue;
    const groups = best.get(image) ?? new Map<string, never>();
    best.set(image, groups);
    const before = groups.get(attribute.group);
    if (!before || certainty > before.certainty) {
      groups.set(attribute.group, { value: attribute.value, certainty, isSole: true });
    } else if (certainty === before.certainty) {
      before.isSole = false;
    }
  }
  return new Map(
    [...best].map(([image, groups]) => [
      image,
      Object.fromEntries(
        [...groups]
          .filter(([, { isSole }]) => isSole)
          .map(([group, { value }]) => [group, value] as const),
      ),
    ]),
  );
}

/** `1 has_bill_shape::curved_(up_or_down)` is `curved` of `bill shape`. */
async function readNames(path: string, read: ReadFile): Promise<Map<string, CubAttribute>> {
  const names = new Map<string, CubAttribute>();
  for (const [index, line] of (await readLines(path, read)).entries()) {
    if (line.trim() === '') continue;
    const [, id, group, value] = /^(\d+)\s+has_(\w+)::(\S+)$/.exec(line.trim()) ?? [];
    if (id === undefined || group === undefined || value === undefined) {
      const message = `${path}, line ${index + 1}: "${line.slice(0, 80)}" is not a number and has_<group>::<value>`;
      throw new DatasetError('source', path, message);
    }
    names.set(id, {
      group: group.replaceAll('_', ' '),
      value: value.replace(/_\(.*\)$/, '').replaceAll('_', ' '),
    });
  }
  return names;
}

/** The lines of a long text, one after another: a list of them would take as much memory again. */
function* eachLine(text: string): Generator<string> {
  for (let begin = 0; begin < text.length;) {
    const end = text.indexOf('\n', begin);
    yield text.slice(begin, end < 0 ? text.length : end);
    begin = end < 0 ? text.length : end + 1;
  }
}
