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
export { FormatError } from './shared/errors.js';
export { findDamage, type DamageOptions } from './shared/find-damage.js';
export { isPathWithin } from './shared/is-path-within.js';
export { joinBytes } from './shared/join-bytes.js';
export { readMat, type MatFile } from './mat/read-mat.js';
export { readNpy } from './numpy/read-npy.js';
export { readNpz, type NpzFile } from './numpy/read-npz.js';
export { readPickle } from './pickle/read-pickle.js';
export { readPth, type PthFile } from './pth/read-pth.js';
export { readSafetensors, type SafetensorsFile } from './safetensors/read-safetensors.js';
export { readT7 } from './torch7/read-t7.js';
export { shownValue } from './shared/shown-value.js';
export {
  openWebFolder,
  type WebFolder,
  type WebReadOptions,
  type WebRequestOptions,
} from './web/web-folder.js';
export type { T7Object, T7Value } from './torch7/t7-values.js';
export { WebFileError } from './web/web-file-error.js';
export {
  eventFileStart,
  eventRecord,
  eventSessionStart,
  type EventTime,
  type EventValues,
} from './tensorboard/write-events.js';
export { writePth } from './pth/write-pth.js';
export {
  type LocatedTensor,
  safetensorsLayout,
  type SafetensorsLayout,
} from './safetensors/safetensors-layout.js';
export {
  safetensorsHeader,
  safetensorsParts,
  writeSafetensors,
} from './safetensors/write-safetensors.js';
export type { HostTensor, TensorDataType, TensorShape } from './shared/host-tensor.js';
export type { PickleValue } from './pickle/pickle-value.js';
