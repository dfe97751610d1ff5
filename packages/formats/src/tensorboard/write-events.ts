import { joinBytes } from '../shared/join-bytes.js';
import { pngHeader } from './png-header.js';
import { bytesField, doubleField, floatField, integerField } from './protobuf.js';
import { tfRecord } from './tf-record.js';

// Fields of `Event`, `SessionLog` and `Summary` of TensorBoard
// (https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto).

/** When an event was written. */
export interface EventTime {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Training steps done, a whole number >= 0. */
  readonly step: number;
}

/** Values by tag; TensorBoard groups tags by what is before the first `/`. */
export interface EventValues {
  readonly scalars?: Readonly<Record<string, number>>;
  /** PNG files. */
  readonly images?: Readonly<Record<string, Uint8Array>>;
}

/**
 * The first record of a TensorBoard event file; `wallTime` is in seconds since 1970. All records of
 * a file are written one after another. TensorBoard finds a file by `tfevents` in its name, and
 * reads the files of a folder in the order of their names: `events.out.tfevents.<seconds>.<host>`.
 */
export const eventFileStart = (wallTime: number): Uint8Array =>
  tfRecord(bytesOf({ wallTime, step: 0 }, bytesField(3, 'brain.Event:2')));

/**
 * Says that a training starts, so that TensorBoard drops what earlier files of the folder have from
 * `step` on. A training that resumes after step n will write step n + 1 next.
 */
export const eventSessionStart = (time: EventTime): Uint8Array =>
  tfRecord(bytesOf(time, bytesField(7, [integerField(1, 1)])));

/**
 * Scalars, stored as 32-bit floats, and images of one step. Throws {@link FormatError} for an image
 * that is no PNG file.
 */
export function eventRecord(
  time: EventTime,
  { scalars = {}, images = {} }: EventValues,
): Uint8Array {
  const values = [
    ...Object.entries(scalars).map(([tag, value]) => [bytesField(1, tag), floatField(2, value)]),
    ...Object.entries(images).map(([tag, png]) => [
      bytesField(1, tag),
      bytesField(4, imageOf(png)),
    ]),
  ];
  const summary = values.map((value) => bytesField(1, value));
  return tfRecord(bytesOf(time, bytesField(5, summary)));
}

// As Google's writers do: fields in order of their numbers, and none that is 0.
function bytesOf({ wallTime, step }: EventTime, what: Uint8Array): Uint8Array {
  const stepField = step === 0 ? [] : [integerField(2, step)];
  return joinBytes([doubleField(1, wallTime), ...stepField, what]);
}

function imageOf(png: Uint8Array): Uint8Array[] {
  const { height, width, channels } = pngHeader(png);
  return [
    ...[height, width, channels].map((value, index) => integerField(index + 1, value)),
    bytesField(4, png),
  ];
}
