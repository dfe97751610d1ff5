import { shownValue } from '@stackgan/formats';
import { EncoderError } from '../errors.js';

const FORMAT = 1;
const LONGEST_TEXT = 200;

/** Kinds of encoders that have a folder. */
export type EncoderKind = 'char-cnn-rnn' | 'projection';

/** What `encoder.json` says of an encoder of any kind. */
export interface EncoderHead {
  /** For messages, and in data sets and models. */
  readonly name: string;
  /** Where the weights come from, such as the name of their file. */
  readonly source: string;
  /** Hex SHA-256 of `weights.safetensors`. */
  readonly sha256: string;
}

type Fields = Partial<Record<string, unknown>>;

/** The bytes of `encoder.json`; `fields` are those of the kind. */
export function writeHead(
  kind: EncoderKind,
  { name, source, sha256 }: EncoderHead,
  fields: object,
): Uint8Array<ArrayBuffer> {
  const content = { format: FORMAT, kind, name, source, ...fields, sha256 };
  return new TextEncoder().encode(`${JSON.stringify(content, undefined, 2)}\n`);
}

/**
 * Reads the bytes of `encoder.json`; `fields` are all of its fields, unchecked. Throws {@link
 * EncoderError} that names what is wrong.
 */
export function readHead(
  bytes: Uint8Array,
  expected: EncoderKind,
): EncoderHead & { fields: Fields } {
  const fields = parseObject(bytes);
  const { format, kind, name, source, sha256 } = fields;
  requireField(kind === expected, 'kind', kind, `"${expected}"`);
  if (Number.isSafeInteger(format) && (format as number) > FORMAT) {
    throw new EncoderError(
      `encoder.json has format ${String(format)}, this version reads up to ${FORMAT}; install a newer @stackgan/text`,
    );
  }
  requireField(format === FORMAT, 'format', format, String(FORMAT));
  const text = `text of 1 to ${LONGEST_TEXT} characters`;
  requireField(isText(name), 'name', name, text);
  requireField(isText(source), 'source', source, text);
  requireField(isHash(sha256), 'sha256', sha256, '64 hex digits');
  return { name, source, sha256, fields } as EncoderHead & { fields: Fields };
}

/** The kind that `encoder.json` names. Throws {@link EncoderError} for another one. */
export function readKind(bytes: Uint8Array): EncoderKind {
  const { kind } = parseObject(bytes);
  if (kind === 'char-cnn-rnn' || kind === 'projection') return kind;
  const expected = '"char-cnn-rnn" or "projection"; a newer @stackgan/text may know it';
  throw new EncoderError(`encoder.json has kind ${shownValue(kind)}, expected ${expected}`);
}

/** Throws {@link EncoderError}, which names a field of `encoder.json` and its value, unless `isRight`. */
export function requireField(
  isRight: boolean,
  field: string,
  value: unknown,
  expected: string,
): void {
  if (isRight) return;
  throw new EncoderError(
    `encoder.json has ${field} ${shownValue(value)}, expected ${expected}; copy the encoder again`,
  );
}

export const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT;

export const isHash = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value);

export const isSize = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) > 0;

/** A value as an object of unknown fields; without fields if it is none. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

function parseObject(bytes: Uint8Array): Fields {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new EncoderError('encoder.json is not JSON in UTF-8; copy the encoder again', { cause });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content))
    return { ...content };
  throw new EncoderError('encoder.json is not a JSON object; copy the encoder again');
}
