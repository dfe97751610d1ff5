import { shownValue } from '@stackgan/formats';
import { EncoderError } from '../errors.js';
import type { CharCnnRnnSizes } from './char-cnn-rnn-sizes.js';
import type { CharacterOptions } from './character-codes.js';

const FORMAT = 1;
const KIND = 'char-cnn-rnn';
const LONGEST_TEXT = 200;

/** What `encoder.json` says of a char-CNN-RNN. */
export interface EncoderDescription extends CharacterOptions {
  /** For messages, and in data sets and models. */
  readonly name: string;
  /** Where the weights come from, such as the name of their file. */
  readonly source: string;
  readonly sizes: CharCnnRnnSizes;
  /** Hex SHA-256 of `weights.safetensors`. */
  readonly sha256: string;
}

/** The bytes of `encoder.json`. */
export function writeDescription(description: EncoderDescription): Uint8Array<ArrayBuffer> {
  const { name, source, sizes, lowerCase, unknown, sha256 } = description;
  const content = { format: FORMAT, kind: KIND, name, source, sizes, lowerCase, unknown, sha256 };
  return new TextEncoder().encode(`${JSON.stringify(content, undefined, 2)}\n`);
}

/** Reads the bytes of `encoder.json`. Throws {@link EncoderError} that names what is wrong. */
export function readDescription(bytes: Uint8Array): EncoderDescription {
  const { format, kind, name, source, sizes, lowerCase, unknown, sha256 } = parseObject(bytes);
  const require = (isRight: boolean, field: string, value: unknown, expected: string): void => {
    if (isRight) return;
    throw new EncoderError(
      `encoder.json has ${field} ${shownValue(value)}, expected ${expected}; copy the encoder again`,
    );
  };
  require(kind === KIND, 'kind', kind, `"${KIND}"`);
  if (Number.isSafeInteger(format) && (format as number) > FORMAT) {
    throw new EncoderError(
      `encoder.json has format ${String(format)}, this version reads up to ${FORMAT}; install a newer @stackgan/text`,
    );
  }
  require(format === FORMAT, 'format', format, String(FORMAT));
  const text = `text of 1 to ${LONGEST_TEXT} characters`;
  require(isText(name), 'name', name, text);
  require(isText(source), 'source', source, text);
  require(typeof lowerCase === 'boolean', 'lowerCase', lowerCase, 'true or false');
  require(unknown === 'zero' || unknown === 'space', 'unknown', unknown, '"zero" or "space"');
  require(typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/u.test(sha256), 'sha256', sha256, '64 hex digits');
  const { recurrent, channels, dimension } = (sizes ?? {}) as Partial<
    Record<keyof CharCnnRnnSizes, unknown>
  >;
  require(recurrent === 'rnn' ||
    recurrent === 'gru', 'sizes.recurrent', recurrent, '"rnn" or "gru"');
  const areSizes = Array.isArray(channels) && channels.length === 3 && channels.every(isSize);
  require(areSizes, 'sizes.channels', channels, 'three sizes');
  require(isSize(dimension), 'sizes.dimension', dimension, 'a size');
  return {
    ...{ name, source, lowerCase, unknown, sha256 },
    sizes: { recurrent, channels, dimension },
  } as EncoderDescription;
}

function parseObject(bytes: Uint8Array): Partial<Record<string, unknown>> {
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

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT;

const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
