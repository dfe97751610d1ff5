import { openAttributeReader } from '../attributes/open-attribute-reader.js';
import { readBatch } from '../attributes/read-batch.js';
import { type FeatureBatch, featureBatches } from '../extractors/extract-features.js';
import { type CaptionedImage, imageBatches, type Images } from '../images/images.js';
import type { RgbImage } from '../images/rgb-image.js';
import { FeatureMoments } from '../scores/feature-moments.js';
import { MetricError } from '../shared/metric-error.js';
import type { Rows } from '../shared/rows.js';
import { joinRows } from '../shared/select-rows.js';
import type { ImageSize, MeasureInput } from './measure-input.js';
import { needsFeatures } from './metric-name.js';

/** What `measure` keeps of the generated images. */
export interface Generated {
  readonly count: number;
  readonly size: ImageSize;
  /** One for each image that has one. */
  readonly captions: readonly number[];
  /** Of all features, if there is an extractor. */
  readonly moments: FeatureMoments | undefined;
  /** The features, kept for all metrics but FID. */
  readonly rows: Rows | undefined;
  /** What the attribute reader reads of each image, if there is a reader. */
  readonly shown: readonly (readonly number[])[];
}

type Told = (done: number) => Promise<void>;

/** Goes through the generated images once. FID alone needs no more memory for more of them. */
export async function collectGenerated(
  { metrics, generated, extractor: given, attributes, trace }: MeasureInput,
  onProgress: Told,
): Promise<Generated> {
  const extractor = metrics.some(needsFeatures) ? given : undefined;
  const moments = extractor && new FeatureMoments(extractor.features);
  const isKept = metrics.some((name) => needsFeatures(name) && name !== 'fid');
  const reader = metrics.includes('attributes')
    ? openAttributeReader(attributes!.reader, { ...(trace && { trace }) })
    : undefined;
  const [parts, captions, shown]: [Rows[], number[], number[][]] = [[], [], []];
  let count = 0;
  let first: RgbImage | undefined;
  let isVaried = false;
  try {
    const batches = extractor
      ? featureBatches(generated, extractor, { trace, onProgress })
      : plainBatches(generated, onProgress);
    for await (const { images, features } of batches) {
      first ??= images[0]!;
      count += images.length;
      isVaried ||= images.some(hasVariation);
      captions.push(...images.flatMap(({ caption }) => caption ?? []));
      if (features) moments!.add(features);
      if (features && isKept) parts.push(features);
      if (reader) shown.push(...(await readBatch(reader, images, trace !== undefined)));
    }
  } finally {
    reader?.dispose();
  }
  if (!first) throw new MetricError('tooFew', 'there are no generated images: give some');
  if (!isVaried) {
    throw new MetricError(
      'blank',
      'all generated images are of one colour, each; no metric means anything: look at them',
    );
  }
  return {
    ...{ count, size: { width: first.width, height: first.height }, captions, moments, shown },
    rows: extractor && joinRows(parts, extractor.features),
  };
}

/** The images without features. */
async function* plainBatches(
  images: Images,
  onProgress: Told,
): AsyncGenerator<Omit<FeatureBatch, 'features'> & { features?: undefined }> {
  let done = 0;
  for await (const batch of imageBatches(images)) {
    done += batch.length;
    await onProgress(done);
    yield { images: batch };
  }
}

/** Whether a number differs from the first, alpha left aside. */
function hasVariation({ width, height, data }: CaptionedImage): boolean {
  const hasAlpha = data.length > 3 * width * height;
  return data.some((value, i) => value !== data[0] && !(hasAlpha && i % 4 === 3));
}
