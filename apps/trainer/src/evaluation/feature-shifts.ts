import { type PreparedDataset, resizeImage } from '@stackgan/data';
import { type FeatureExtractor, type Rows, selectRows } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import type { SquareImage } from '../images/image.js';
import { featuresOf } from './features-of.js';
import type { ImageSet } from '../images/image-set.js';
import { realImages } from './real-images.js';

/** Images that are worn: as many shifts are as good as three times as many. */
const MOST_IMAGES = 1000;
/** Every other image is made as small as one of these shares of its side, and as large as before. */
const SHARES = [0.08, 0.1, 0.12, 0.16, 0.2, 0.25, 0.4, 0.5];
/** Deviation of the noise at most, of images in [-1, 1]. */
const NOISE = 0.1;
/** Noise has grains of so many pixels. */
const GRAINS = [1, 2, 4];

/**
 * By how much blur and noise, such as drawn images have, move the features of training images: a row for each, the features of
 * the worn image less its own among `real`, which has a row for each of `dataset.examples`.
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
  const worn: ImageSet = {
    ...clean,
    async *batches() {
      for await (const { images } of clean.batches()) {
        const batch: SquareImage[] = [];
        for (const image of images) batch.push(await wear(image, random));
        yield { images: batch };
      }
    },
  };
  const moved = await featuresOf(worn, extractor, onProgress);
  const own = selectRows(
    real,
    examples.map(({ index }) => index),
  );
  return {
    data: Float32Array.from(moved.data, (value, i) => value - own.data[i]!),
    width: real.width,
  };
}

/** Blurs every other image, and makes all of them noisy. */
async function wear(image: SquareImage, random: SeededRandom): Promise<SquareImage> {
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
  const worn = Uint8ClampedArray.from(data, (value, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    const row = Math.floor(Math.floor(pixel / size) / grain);
    const column = Math.floor((pixel % size) / grain);
    return value + scale * noise[(row * across + column) * 3 + channel]!;
  });
  return { size, data: new Uint8Array(worn.buffer) };
}
