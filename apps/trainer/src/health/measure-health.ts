import { peek } from '@stackgan/tfjs-backend-ort';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SquareImage } from '../images/image.js';
import type { Networks } from '../networks/networks.js';

/** Mean absolute difference of two images, over all pairs, 0 to 255; 0 for a single image. */
export function imageDiversity(images: readonly SquareImage[]): number {
  let sum = 0;
  let count = 0;
  for (const [index, { data }] of images.entries()) {
    for (const other of images.slice(index + 1)) {
      for (let i = 0; i < data.length; i++) sum += Math.abs(data[i]! - other.data[i]!);
      count += data.length;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** ‖average − weights‖ / ‖weights‖ of what trains in the generator. */
export async function averageDistance({ generator, average }: Networks): Promise<number> {
  const trained = (model: LayersModel) => model.trainableWeights.map((weight) => weight.read());
  const tensors = [...trained(generator), ...trained(average)];
  const values = (await peek(tensors)) as Float32Array[];
  let difference = 0;
  let size = 0;
  for (let at = 0; at < values.length / 2; at++) {
    const [now, averaged] = [values[at]!, values[at + values.length / 2]!];
    for (let i = 0; i < now.length; i++) {
      difference += (averaged[i]! - now[i]!) ** 2;
      size += now[i]! ** 2;
    }
  }
  return size === 0 ? 0 : Math.sqrt(difference / size);
}
