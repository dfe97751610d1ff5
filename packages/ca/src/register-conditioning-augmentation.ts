import { serialization } from '@tensorflow/tfjs-core';
import { ConditioningAugmentation } from './conditioning-augmentation.js';

/** Lets `tf.loadLayersModel` load the layer. Call it before loading; a second call is harmless. */
export function registerConditioningAugmentation(): void {
  serialization.registerClass(ConditioningAugmentation);
}
