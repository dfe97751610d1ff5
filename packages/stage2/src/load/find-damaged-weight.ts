import { findDamage } from '@stackgan/formats';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * What is wrong with the weights of a network: the first NaN, infinity or negative moving variance,
 * with the name of its weight, its place and how many there are. Undefined if all are sound.
 */
export async function findDamagedWeight(model: LayersModel): Promise<string | undefined> {
  for (const weight of model.weights) {
    const value = weight.read();
    const name = weight.originalName;
    // One at a time, since some backends copy what is read.
    const damage = findDamage(
      name,
      { shape: value.shape, data: await value.data() },
      { isVariance: name.endsWith('/moving_variance') },
    );
    if (damage !== undefined) return damage;
  }
  return undefined;
}
