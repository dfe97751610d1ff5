import { type CaptionedImage, imageBatches } from '../images/images.js';
import { imageTensor } from '../images/rgb-image.js';
import { diversity } from '../scores/diversity.js';
import { mostScales } from '../scores/ms-ssim.js';
import { checkCaptions } from './check-input.js';
import type { Collected } from './collected.js';
import { valueOf } from './measure-input.js';
import type { MeasureReport } from './measure-report.js';

/** Diversity of the repeated images, with as many scales as their size allows. */
export async function computeDiversity({
  input,
  tell,
  tellRepeated,
}: Collected): Promise<NonNullable<MeasureReport['diversity']>> {
  const images: CaptionedImage[] = [];
  await tellRepeated(0);
  for await (const batch of imageBatches(await valueOf(input.repeated!))) {
    images.push(...batch);
    await tellRepeated(images.length);
  }
  checkCaptions('diversity', images.filter(isCaptioned).length, images.length);
  const { mean: value, ...more } = await diversityOf(images, tell);
  const real: CaptionedImage[] = [];
  for await (const batch of imageBatches(input.repeatedReal?.(images[0]!) ?? [])) {
    real.push(...batch);
  }
  const bound =
    real.length > 0 ? (await diversityOf(real, () => Promise.resolve())).mean : undefined;
  return { value, ...more, ...(bound !== undefined && { realAtSize: bound }) };
}

const isCaptioned = ({ caption }: CaptionedImage): boolean => caption !== undefined;

async function diversityOf(
  images: readonly CaptionedImage[],
  onProgress: (done: number, total: number) => Promise<void>,
) {
  const all = imageTensor(images);
  try {
    const [, height, width] = all.shape;
    const scales = Math.max(1, mostScales(Math.min(height, width)));
    const captions = images.map(({ caption }) => caption!);
    return { ...(await diversity(all, captions, { scales, onProgress })), scales };
  } finally {
    all.dispose();
  }
}
