import { extractFeatures } from '../extractors/extract-features.js';
import type { Images } from '../images/images.js';
import type { Rows } from '../shared/rows.js';
import { countRows, isRows } from '../shared/select-rows.js';
import { checkCaptions, checkCount, checkInput } from './check-input.js';
import { collectGenerated } from './collect-generated.js';
import { compute } from './compute.js';
import type { MeasureInput, MeasureStage } from './measure-input.js';
import type { MeasureReport } from './measure-report.js';
import { needsFeatures } from './metric-name.js';

/**
 * Measures generated images: features are extracted 16 images at a time on the current tfjs
 * backend, those of the real images first, and then each of `metrics` is computed in its order, as
 * `stackgan evaluate` does it: Inception Score of 10 splits; FID; KID of 10 subsets of 1,000;
 * precision and recall of 3,000 images of either kind at most; R-precision of 99 candidates and 10
 * folds; MS-SSIM of as many scales as the images allow; attributes. The same `seed` gives the same
 * numbers on the same backend.
 *
 * Throws `MetricError` for fewer images than a metric needs (`leastImages`), before images go by
 * where their number is known; for a missing input; for images of several sizes; and if each image
 * is of one colour.
 */
export async function measure(input: MeasureInput): Promise<MeasureReport> {
  checkInput(input);
  const { metrics, generated: images, real: given, seed = 0, signal } = input;
  const tell = async (stage: MeasureStage, done: number, total?: number): Promise<void> => {
    signal?.throwIfAborted();
    await input.onProgress?.(stage, done, total);
  };
  const real = metrics.some(needsFeatures)
    ? await featuresOf(given!, 'real')
    : { data: new Float32Array(), width: 1 };
  checkCount(input, 'real', countRows(real));

  await tell('generated', 0, countOf(images));
  const generated = await collectGenerated(input, (done) =>
    tell('generated', done, countOf(images)),
  );
  checkCount(input, 'generated', generated.count);
  for (const name of metrics) {
    if (name !== 'r-precision' && name !== 'attributes') continue;
    checkCaptions(name, generated.captions.length, generated.count);
  }

  let atSize: Promise<Rows | undefined> | undefined;
  const readAtSize = async (): Promise<Rows | undefined> => {
    const resized = await input.realAtSize?.(generated.size);
    return resized && featuresOf(resized, 'realAtSize');
  };
  const report: Record<string, unknown> = { count: generated.count, size: generated.size };
  for (const name of metrics) {
    await tell(name, 0);
    report[name] = await compute[name]({
      ...{ input, seed, generated, real },
      realAtSize: () => (atSize ??= readAtSize()),
      tell: (done, total) => tell(name, done, total),
      tellRepeated: (done) => tell('repeated', done),
    });
  }
  return report as unknown as MeasureReport;

  async function featuresOf(source: Images | Rows, stage: 'real' | 'realAtSize'): Promise<Rows> {
    if (isRows(source)) return source;
    await tell(stage, 0, countOf(source));
    return extractFeatures(source, input.extractor!, {
      ...{ trace: input.trace, cache: stage === 'real' ? input.cache : undefined },
      onProgress: (done) => tell(stage, done, countOf(source)),
    });
  }
}

/** How many images there are, if that is known. */
const countOf = (images: Images): number | undefined =>
  Array.isArray(images) ? images.length : undefined;
