import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { downBlock } from './down-block.js';
import { layerSeed } from './layer-seed.js';

/**
 * Side of the images that networks which judge images read; larger ones are averaged to it, so that a generator cannot please them by
 * specks. 64 costs four times as much, and tells captions apart no better.
 */
export const JUDGED_SIZE = 32;

/** [N, 32, 32, 3] to features [N, 64 w] by three halvings; layers' seeds are of `<scope>/<name>`. */
export function imageTrunk(
  image: SymbolicTensor,
  { width, scope, seed }: { width: number; scope: string; seed: number },
): SymbolicTensor {
  const named = (name: string) => ({ name, seed: layerSeed(seed, `${scope}/${name}`) });
  let x = downBlock(image, width, { ...named('down1'), batchNormalization: false }); // [N, 16, 16, w]
  x = downBlock(x, 2 * width, named('down2')); // [N, 8, 8, 2 w]
  x = downBlock(x, 4 * width, named('down3')); // [N, 4, 4, 4 w]
  return layers.flatten({ name: 'flat' }).apply(x) as SymbolicTensor;
}
