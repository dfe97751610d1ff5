import { shownValue } from '@stackgan/formats';
import type { SourceExample } from './dataset-source.js';

/** What is wrong with an example's attributes and statements; undefined if they are valid. */
export function attributeFault({
  captions,
  attributes,
  statements,
}: Pick<SourceExample, 'captions' | 'attributes' | 'statements'>): string | undefined {
  if (attributes !== undefined) {
    if (!isRecord(attributes)) return 'attributes are not an object of names and values';
    const bad = Object.entries(attributes).find(([, value]) => !isWord(value));
    if (bad) return `attribute ${bad[0]} is ${shownValue(bad[1])}, not a word`;
  }
  if (statements === undefined) return undefined;
  if (!Array.isArray(statements)) return 'statements are not a list';
  if (statements.length !== captions.length) {
    return `${statements.length} statements, but ${captions.length} captions; each caption needs one, {} if it states nothing`;
  }
  for (const [i, statement] of statements.entries()) {
    if (!isRecord(statement))
      return `statement ${i + 1} is not an object of names and lists of values`;
    const bad = Object.entries(statement).find(
      ([, values]) => !Array.isArray(values) || values.length === 0 || !values.every(isWord),
    );
    if (bad) return `statement ${i + 1} has no list of values for ${bad[0]}`;
  }
  return undefined;
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWord = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
