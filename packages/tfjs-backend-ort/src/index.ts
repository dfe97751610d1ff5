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
import type { OrtBackend as Backend } from './backend/backend.js';

/** What the backend offers besides TensorFlow.js's own interface. */
export type OrtBackend = Pick<Backend, 'flush' | 'statistics'>;

export { BACKEND_NAMES, ortStatistics, registerOrtBackend } from './backend/register.js';
export type { OrtBackendOptions } from './execution/backend-options.js';
export { isOrtAvailable } from './engine/availability.js';
export type { Engine } from './engine/engine.js';
export { OrtDeviceError } from './errors/device-error.js';
export { OrtOperationError } from './errors/operation-error.js';
export { peek } from './backend/peek.js';
export type { OrtStatistics } from './execution/statistics.js';
export { exportOnnx, type OnnxExportOptions } from './trace/export-onnx.js';
export { traced } from './trace/traced.js';
export { OrtTraceError } from './errors/trace-error.js';
export { OrtUnavailableError } from './errors/unavailable-error.js';
