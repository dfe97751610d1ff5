import { registerConditioningAugmentation } from '@stackgan/ca';
import { registerLayers } from '@stackgan/layers';

/** Lets TensorFlow.js load networks that have our layers; safe to call again. */
export function registerAllLayers(): void {
  registerLayers();
  registerConditioningAugmentation();
}
