import type { RGBImage } from '../src/index.js';

/** The numbers of an image, as its networks drew them. */
export function valuesOf(image: RGBImage): Float32Array {
  const tensor = image.toTensor();
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
