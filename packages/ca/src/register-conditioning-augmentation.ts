import { serialization } from '@tensorflow/tfjs-core';
import { ConditioningAugmentation } from './conditioning-augmentation.js';

/** Makes the layer known to `tf.loadLayersModel`. Call it before loading; calling it again is harmless. */
export function registerConditioningAugmentation(): void {
  serialization.registerClass(ConditioningAugmentation);
}
