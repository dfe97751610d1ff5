import type { OrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';

/** Whether the current backend is ONNX Runtime, with whatever engine. */
const isOrt = (): boolean => tf.getBackend().startsWith('ort');

/** Lets a backend that only records compute what is pending, though nobody reads it yet. */
export function computePending(): void {
  if (isOrt()) (tf.backend() as OrtBackend).flush();
}

/**
 * Lets go of what the ort backend keeps of finished work: compiled graphs and their memory, more
 * than a gigabyte after training. Tensors stay; graphs are compiled again when needed.
 */
export function releaseGraphs(): void {
  if (isOrt()) tf.backend().dispose();
}
