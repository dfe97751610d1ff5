/**
 * Safe readers and writers of tensor file formats, a safe reader of Python pickles, a writer of
 * TensorBoard event files, and what a reader of weights needs besides: downloads from folders on web
 * servers, a check for damage, and help with untrusted values. The only
 * dependency is fflate; no `node:` import.
 *
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@stackgan/formats';
 *
 * const bytes = writeSafetensors({
 *   weights: { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) },
 * });
 * const { tensors } = readSafetensors(bytes);
 * console.log(tensors.weights?.shape); // [2, 3]
 * ```
 *
 * @packageDocumentation
 */
export { FormatError } from './errors.js';
export { findDamage, type DamageOptions } from './find-damage.js';
export { isPathWithin } from './is-path-within.js';
export { joinBytes } from './join-bytes.js';
export { readMat, type MatFile } from './read-mat.js';
export { readNpy } from './read-npy.js';
export { readNpz, type NpzFile } from './read-npz.js';
export { readPickle } from './read-pickle.js';
export { readPth, type PthFile } from './read-pth.js';
export { readSafetensors, type SafetensorsFile } from './read-safetensors.js';
export { readT7 } from './read-t7.js';
export { shownValue } from './shown-value.js';
export {
  openWebFolder,
  type WebFolder,
  type WebReadOptions,
  type WebRequestOptions,
} from './web-folder.js';
export type { T7Object, T7Value } from './t7-values.js';
export { WebFileError } from './web-file-error.js';
export {
  eventFileStart,
  eventRecord,
  eventSessionStart,
  type EventTime,
  type EventValues,
} from './write-events.js';
export { writePth } from './write-pth.js';
export { safetensorsParts, writeSafetensors } from './write-safetensors.js';
export type { HostTensor, TensorDataType } from './host-tensor.js';
export type { PickleValue } from './pickle-value.js';
