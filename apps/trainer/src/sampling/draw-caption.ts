import type { GenerateOptions } from '@stackgan/stage2';
import { type SquareImage, squareOf } from '../images/image.js';
import { explainDamage } from './explain-damage.js';
import type { OpenedStackGAN } from './open-stackgan.js';

/**
 * Draws a caption: one image per stage of the run, Stage-I first. It depends only on the caption
 * and the seed. Rejects with RunDirectoryError if a network draws NaN.
 */
export async function drawCaption(
  { path, stackgan }: OpenedStackGAN,
  caption: string,
  options: Pick<GenerateOptions, 'seed' | 'meanOnly'>,
): Promise<SquareImage[]> {
  const image = await stackgan.generate(caption, options).catch(explainDamage(path));
  const { stage1 } = image;
  return (stage1 === image ? [image] : [stage1, image]).map(squareOf);
}
