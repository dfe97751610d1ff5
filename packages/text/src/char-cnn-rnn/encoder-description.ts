import {
  type EncoderHead,
  fieldsOf,
  isSize,
  readHead,
  requireField,
  writeHead,
} from '../encoder-folder/encoder-head.js';
import type { CharCnnRnnSizes } from './char-cnn-rnn-sizes.js';
import type { CharacterOptions } from './character-codes.js';

const KIND = 'char-cnn-rnn';

/** What `encoder.json` says of a char-CNN-RNN. */
export interface EncoderDescription extends EncoderHead, CharacterOptions {
  readonly sizes: CharCnnRnnSizes;
}

/** The bytes of `encoder.json`. */
export function writeDescription(description: EncoderDescription): Uint8Array<ArrayBuffer> {
  const { sizes, lowerCase, unknown } = description;
  return writeHead(KIND, description, { sizes, lowerCase, unknown });
}

/** Reads the bytes of `encoder.json`. Throws `EncoderError` that names what is wrong. */
export function readDescription(bytes: Uint8Array): EncoderDescription {
  const { fields, ...head } = readHead(bytes, KIND);
  const { lowerCase, unknown } = fields;
  requireField(typeof lowerCase === 'boolean', 'lowerCase', lowerCase, 'true or false');
  const isKnown = unknown === 'zero' || unknown === 'space';
  requireField(isKnown, 'unknown', unknown, '"zero" or "space"');
  const { recurrent, channels, dimension } = fieldsOf(fields['sizes']);
  const isForm = recurrent === 'rnn' || recurrent === 'gru';
  requireField(isForm, 'sizes.recurrent', recurrent, '"rnn" or "gru"');
  const areSizes = Array.isArray(channels) && channels.length === 3 && channels.every(isSize);
  requireField(areSizes, 'sizes.channels', channels, 'three sizes');
  requireField(isSize(dimension), 'sizes.dimension', dimension, 'a size');
  return {
    ...{ ...head, lowerCase, unknown },
    sizes: { recurrent, channels, dimension },
  } as EncoderDescription;
}
