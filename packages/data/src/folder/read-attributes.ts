import { DatasetError } from '../shared/errors.js';
import type { ReadFile } from '../files/read-bounded.js';
import { readText } from '../files/read-text.js';
import { shownAttributes } from './shown-attributes.js';
import type { SourceExample } from '../source/dataset-source.js';

/**
 * Reads the attributes of an image from a JSON file, `{ "attributes": { "colour": "red" },
 * "statements": [{ "colour": ["red"] }] }`. Throws the errors of `readText`, and DatasetError
 * `source` for an invalid file.
 */
export async function readAttributes(
  path: string,
  captions: readonly string[],
  read?: ReadFile,
): Promise<Required<Pick<SourceExample, 'attributes' | 'statements'>>> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`, { cause });
  };
  const text = await readText(path, read);
  let given: Pick<SourceExample, 'attributes' | 'statements'> = {};
  try {
    given = JSON.parse(text) as typeof given;
  } catch (cause) {
    refuse('is not a JSON file that can be read', cause);
  }
  const { attributes, statements, ...others } = Object(given) as typeof given;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) refuse(`has ${unknown}; give attributes and statements only`);
  return shownAttributes({ captions, attributes, statements }, refuse);
}
