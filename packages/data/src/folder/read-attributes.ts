import { readFile } from 'node:fs/promises';

import { attributeFault } from '../source/attribute-fault.js';
import { DatasetError } from '../shared/errors.js';
import type { SourceExample, Statement } from '../source/dataset-source.js';

/**
 * Reads the attributes of an image from a JSON file, `{ "attributes": { "colour": "red" },
 * "statements": [{ "colour": ["red"] }] }`. Without statements, a caption states an attribute if it
 * contains the value as whole words. Throws DatasetError `source` for an invalid file.
 */
export async function readAttributes(
  path: string,
  captions: readonly string[],
): Promise<Required<Pick<SourceExample, 'attributes' | 'statements'>>> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`, { cause });
  };
  let given: Pick<SourceExample, 'attributes' | 'statements'> = {};
  try {
    given = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')) as typeof given;
  } catch (cause) {
    refuse('is not a JSON file that can be read', cause);
  }
  const { attributes, statements, ...others } = Object(given) as typeof given;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) refuse(`has ${unknown}; give attributes and statements only`);
  if (attributes === undefined) return refuse('has no attributes; give {} if there are none');
  const fault = attributeFault({ captions, attributes, ...(statements && { statements }) });
  if (fault !== undefined) refuse(fault);
  return { attributes, statements: statements ?? stateByWords(attributes, captions) };
}

/** For each caption the attributes whose value it contains as whole words, in any case. */
function stateByWords(
  attributes: Readonly<Record<string, string>>,
  captions: readonly string[],
): Statement[] {
  const patterns = Object.entries(attributes).map(([name, value]) => {
    const words = value
      .trim()
      .split(/\s+/)
      .map(escapeRegExp)
      .join(String.raw`\s+`);
    return {
      name,
      value,
      pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])${words}(?![\p{L}\p{N}])`, 'iu'),
    };
  });
  return captions.map((caption) =>
    Object.fromEntries(
      patterns
        .filter(({ pattern }) => pattern.test(caption))
        .map(({ name, value }) => [name, [value]]),
    ),
  );
}

const escapeRegExp = (text: string): string =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
