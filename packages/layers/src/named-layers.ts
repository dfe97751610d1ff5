import type { BlockOptions, LayerVariants } from './block-parts.js';
import { layerSeed } from './layer-seed.js';

/**
 * Gives the layers of the network `network` their options by name: a seed made from the network's
 * `seed` (0 by default), the network's name and the layer's name, and the network's variants.
 */
export function namedLayers(
  network: string,
  {
    seed = 0,
    movingVariance = 'biased',
    kernelInitializer = 'normal',
  }: LayerVariants & { seed?: number },
): (name: string) => Required<BlockOptions> {
  return (name) => ({
    name,
    seed: layerSeed(seed, `${network}/${name}`),
    movingVariance,
    kernelInitializer,
  });
}
