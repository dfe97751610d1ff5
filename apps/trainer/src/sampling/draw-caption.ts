import type { GenerateOptions } from '@stackgan/stage2';
import { type SquareImage, squareOf } from '../images/image.js';
import { explainDamage } from './explain-damage.js';
import type { OpenedStackGAN } from './open-stackgan.js';

/**
 * Draws a caption: one image for each stage of the run, Stage-I first. It depends on the caption and the seed alone, not
 * on what else is drawn. Rejects with RunDirectoryError where a network draws NaN.
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
