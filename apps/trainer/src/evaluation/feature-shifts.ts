import { type PreparedDataset, resizeImage } from '@stackgan/data';
import { type FeatureExtractor, type Rows, selectRows } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import type { SquareImage } from '../images/image.js';
import { featuresOf } from './features-of.js';
import type { ImageSet } from '../images/image-set.js';
import { realImages } from './real-images.js';

/** Images to degrade: three times as many give heads that are no better. */
const MOST_IMAGES = 1000;
/** Half of the images are reduced to one of these shares of their side, and enlarged again. */
const SHARES = [0.08, 0.1, 0.12, 0.16, 0.2, 0.25, 0.4, 0.5];
/** Greatest standard deviation of the noise, of images in [-1, 1]. */
const NOISE = 0.1;
/** Sides of the squares of pixels that share a noise value. */
const GRAINS = [1, 2, 4];

/**
 * How blur and noise, such as generated images have, shift the features of training images: one row
 * each, the features of the degraded image minus those of the clean one. `real` has a row for each
 * of `dataset.examples`.
 */
export async function featureShifts(
  dataset: PreparedDataset,
  real: Rows,
  extractor: FeatureExtractor,
  onProgress: (done: number, total: number) => void,
): Promise<Rows> {
  const random = new SeededRandom(0).fork('worn pictures');
  const train = dataset.examples.filter(({ split }) => split === 'train');
  const examples = random.shuffle(train).slice(0, MOST_IMAGES);
  const clean = realImages({ ...dataset, examples });
  const degraded: ImageSet = {
    ...clean,
    async *batches() {
      for await (const { images } of clean.batches()) {
        const batch: SquareImage[] = [];
        for (const image of images) batch.push(await degrade(image, random));
        yield { images: batch };
      }
    },
  };
  const moved = await featuresOf(degraded, extractor, onProgress);
  const own = selectRows(
    real,
    examples.map(({ index }) => index),
  );
  return {
    data: Float32Array.from(moved.data, (value, i) => value - own.data[i]!),
    width: real.width,
  };
}

/** Adds noise, after blur in half of the cases. */
async function degrade(image: SquareImage, random: SeededRandom): Promise<SquareImage> {
  const isBlurred = random.uniform() < 0.5;
  const share = SHARES[random.integer(SHARES.length)]!;
  return addNoise(isBlurred ? await blur(image, share) : image, random);
}

async function blur({ size, data }: SquareImage, share: number): Promise<SquareImage> {
  const side = Math.max(1, Math.round(size * share));
  const small = await resizeImage({ data, width: size, height: size }, side, 'bilinear');
  return { size, data: (await resizeImage(small, size, 'bilinear')).data };
}

function addNoise({ size, data }: SquareImage, random: SeededRandom): SquareImage {
  const scale = 127.5 * NOISE * random.uniform();
  const grain = GRAINS[random.integer(GRAINS.length)]!;
  const across = Math.ceil(size / grain);
  const noise = random.fillNormal(new Float32Array(across * across * 3));
  const noisy = Uint8ClampedArray.from(data, (value, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    const row = Math.floor(Math.floor(pixel / size) / grain);
    const column = Math.floor((pixel % size) / grain);
    return value + scale * noise[(row * across + column) * 3 + channel]!;
  });
  return { size, data: new Uint8Array(noisy.buffer) };
}
