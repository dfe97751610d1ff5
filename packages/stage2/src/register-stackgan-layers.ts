import { registerConditioningAugmentation } from '@stackgan/ca';
import { registerLayers } from '@stackgan/layers';
import { serialization } from '@tensorflow/tfjs-core';
import { EnlargedLogits } from './enlarged-logits.js';

/** Lets TensorFlow.js load saved networks of both stages; safe to call again. */
export function registerStackGANLayers(): void {
  registerLayers();
  registerConditioningAugmentation();
  serialization.registerClass(EnlargedLogits);
}
