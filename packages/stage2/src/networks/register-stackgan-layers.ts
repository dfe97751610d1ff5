import { registerConditioningAugmentation } from '@stackgan/ca';
import { registerLayers } from '@stackgan/layers';
import { serialization } from '@tensorflow/tfjs-core';
import { EnlargedLogits } from './enlarged-logits.js';

/** Lets `tf.loadLayersModel` load networks of both stages; a second call is harmless. */
export function registerStackGANLayers(): void {
  registerLayers();
  registerConditioningAugmentation();
  serialization.registerClass(EnlargedLogits);
}
