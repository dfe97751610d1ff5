/**
 * A TensorFlow.js backend for Node on ONNX Runtime.
 *
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
 *
 * registerOrtBackend();
 * await tf.setBackend('ort');
 * ```
 */
export { BACKEND_NAMES, ortStatistics, registerOrtBackend } from './register.js';
export { OrtBackend, type OrtBackendOptions } from './backend.js';
export { isOrtAvailable } from './availability.js';
export { type Engine, OrtDeviceError, OrtUnavailableError } from './engine.js';
export type { OrtStatistics } from './statistics.js';
