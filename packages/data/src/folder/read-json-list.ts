import { shownValue } from '@stackgan/formats';

import { type ListRow, refuseLine } from './list-row.js';
import type { ReadFile } from '../files/read-bounded.js';
import { readText } from '../files/read-text.js';

const example = '{"file": "cat/tom.jpg", "captions": ["a grey cat"]}';
const optional = ['class', 'split', 'attributes', 'statements'];

/**
 * Reads `captions.jsonl`, one object per line: `file` or `file_name`; `captions`, a list, or `text`,
 * a single one; optionally `class`, `split`, `attributes` and `statements`. Hugging Face's
 * `metadata.jsonl` has `file_name` and `text`. Throws the errors of `readText`, and DatasetError
 * `source` with the line.
 */
export async function readJsonList(path: string, read?: ReadFile): Promise<ListRow[]> {
  // Strings of JSON may hold the other line ends of Unicode.
  const lines = (await readText(path, read)).split(/\r\n|[\n\r]/);
  return lines.flatMap((text, index) =>
    text.trim() === '' ? [] : [readRow(text, { path, line: index + 1 })],
  );
}

function readRow(text: string, at: { path: string; line: number }): ListRow {
  const refuse = (reason: string, cause?: unknown): never => refuseLine(at, reason, cause);
  const wanted = `write one object per line, such as ${example}`;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    return refuse(`this is cut off or not JSON; ${wanted}`, cause);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return refuse(`this is ${shownValue(given)}; ${wanted}`);
  }
  const fields = new Map<string, unknown>(Object.entries(given));
  const take = (name: string): unknown => {
    const value = fields.get(name);
    fields.delete(name);
    return value;
  };
  const takeOneOf = (first: string, second: string): unknown => {
    const values = [take(first), take(second)].filter((value) => value !== undefined);
    if (values.length === 1) return values[0];
    const found = values.length === 2 ? `has both ${first} and` : `has neither ${first} nor`;
    return refuse(`${found} ${second}; give one of them`);
  };
  const file = takeOneOf('file', 'file_name');
  if (typeof file !== 'string') return refuse(`file is ${shownValue(file)}, not a path`);
  const texts = takeOneOf('captions', 'text');
  const captions: unknown = typeof texts === 'string' ? [texts] : texts;
  if (!isTexts(captions)) return refuse(`captions are ${shownValue(texts)}, not a list of texts`);
  const [className, split, attributes, statements] = optional.map(take);
  if (!isOptionalText(className)) return refuse(`class is ${shownValue(className)}, not a text`);
  if (!isOptionalText(split)) return refuse(`split is ${shownValue(split)}; give train or test`);
  const unknown = fields.keys().next().value;
  if (unknown !== undefined) {
    const known = `file, captions, ${optional.join(', ')}, or file_name and text`;
    return refuse(`has ${shownValue(unknown)}, which is not known; give ${known}`);
  }
  return { ...at, file, captions, class: className, split, attributes, statements };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
