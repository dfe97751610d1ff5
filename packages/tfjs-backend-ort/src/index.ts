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
import type { OrtBackend as Backend } from './backend.js';

/** What the backend can do beside what TensorFlow.js asks of it. */
export type OrtBackend = Pick<Backend, 'flush' | 'statistics'>;

export { BACKEND_NAMES, ortStatistics, registerOrtBackend } from './register.js';
export type { OrtBackendOptions } from './backend-options.js';
export { isOrtAvailable } from './availability.js';
export { type Engine, OrtDeviceError, OrtUnavailableError } from './engine.js';
export { OrtOperationError } from './graph/operation-error.js';
export { peek } from './peek.js';
export type { OrtStatistics } from './statistics.js';
export { exportOnnx, type OnnxExportOptions } from './trace/export-onnx.js';
export { traced } from './trace/traced.js';
export { OrtTraceError } from './trace/trace-error.js';
