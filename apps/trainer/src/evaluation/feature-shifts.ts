import { type PreparedDataset, resizePicture } from '@stackgan/data';
import type { FeatureExtractor, Rows } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import type { Picture } from '../pictures/picture.js';
import { extractFeatures } from './extract-features.js';
import type { PictureSet } from '../pictures/picture-set.js';
import { realPictures } from './real-pictures.js';
import { joinRows, selectRows } from './rows.js';

/** Pictures that are worn: as many shifts are as good as three times as many. */
const MOST_PICTURES = 1000;
/** Every other picture is made as small as one of these shares of its side, and as large as before. */
const SHARES = [0.08, 0.1, 0.12, 0.16, 0.2, 0.25, 0.4, 0.5];
/** Deviation of the noise at most, of pictures in [-1, 1]. */
const NOISE = 0.1;
/** Noise has grains of so many pixels. */
const GRAINS = [1, 2, 4];

/**
 * By how much blur and noise, such as drawn pictures have, move the features of training pictures: a row for each, the features of
 * the worn picture less its own among `real`, which has a row for each of `dataset.examples`.
 */
export async function featureShifts(
  dataset: PreparedDataset,
  real: Rows,
  extractor: FeatureExtractor,
  onProgress: (done: number, total: number) => void,
): Promise<Rows> {
  const random = new SeededRandom(0).fork('worn pictures');
  const train = dataset.examples.filter(({ split }) => split === 'train');
  const examples = random.shuffle(train).slice(0, MOST_PICTURES);
  const clean = realPictures({ ...dataset, examples });
  const worn: PictureSet = {
    ...clean,
    async *batches() {
      for await (const { pictures } of clean.batches()) {
        const batch: Picture[] = [];
        for (const picture of pictures) batch.push(await wear(picture, random));
        yield { pictures: batch };
      }
    },
  };
  const parts: Rows[] = [];
  const progress = (done: number) => onProgress(done, examples.length);
  for await (const { features } of extractFeatures(worn, extractor, progress)) parts.push(features);
  const moved = joinRows(parts, real.width);
  const own = selectRows(
    real,
    examples.map(({ index }) => index),
  );
  return { data: moved.data.map((value, i) => value - own.data[i]!), width: real.width };
}

/** Blurs every other picture, and makes all of them noisy. */
async function wear(picture: Picture, random: SeededRandom): Promise<Picture> {
  const isBlurred = random.uniform() < 0.5;
  const share = SHARES[random.integer(SHARES.length)]!;
  return addNoise(isBlurred ? await blur(picture, share) : picture, random);
}

async function blur({ size, data }: Picture, share: number): Promise<Picture> {
  const side = Math.max(1, Math.round(size * share));
  const small = await resizePicture({ data, width: size, height: size }, side, 'bilinear');
  return { size, data: (await resizePicture(small, size, 'bilinear')).data };
}

function addNoise({ size, data }: Picture, random: SeededRandom): Picture {
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
