import * as tf from '@tensorflow/tfjs-core';

/**
 * Frees what the ort backend keeps of finished work: compiled graphs and their memory, more than a
 * gigabyte after training. Tensors stay; graphs are compiled again when needed.
 */
export function releaseGraphs(): void {
  if (tf.getBackend().startsWith('ort')) tf.backend().dispose();
}
