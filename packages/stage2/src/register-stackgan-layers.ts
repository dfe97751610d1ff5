import { registerConditioningAugmentation } from '@stackgan/ca';
import { registerLayers } from '@stackgan/layers';

/** Lets TensorFlow.js load saved networks of both stages; safe to call again. */
export function registerStackGANLayers(): void {
  registerLayers();
  registerConditioningAugmentation();
}
