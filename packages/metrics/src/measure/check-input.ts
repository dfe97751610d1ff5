import { MetricError } from '../shared/metric-error.js';
import { countRows, isRows } from '../shared/select-rows.js';
import type { MeasureInput } from './measure-input.js';
import { leastImages, type MetricName, needsFeatures } from './metric-name.js';

/**
 * Throws {@link MetricError} for inputs that the metrics lack, as far as they are known before
 * images are read.
 */
export function checkInput(input: MeasureInput): void {
  if (input.metrics.length === 0) {
    throw new MetricError('option', 'metrics is empty: name one or more, such as fid');
  }
  for (const name of input.metrics) {
    const missing = missingOf(name, input);
    if (missing !== undefined) {
      throw new MetricError('option', `${name} needs ${missing}: give it, or leave ${name} out`);
    }
  }
  if (Array.isArray(input.generated)) checkCount(input, 'generated', input.generated.length);
  const { real } = input;
  if (isRows(real)) checkCount(input, 'real', countRows(real));
  else if (Array.isArray(real)) checkCount(input, 'real', real.length);
}

/** Throws {@link MetricError} for fewer generated or real images than a metric needs. */
export function checkCount(
  { metrics, extractor }: MeasureInput,
  kind: 'generated' | 'real',
  count: number,
): void {
  for (const name of metrics) {
    if (kind === 'real' && !COMPARED.includes(name)) continue;
    const least = leastImages(name, extractor ?? { features: 0 });
    if (count >= least) continue;
    const by = extractor && needsFeatures(name) ? ` with ${extractor.name}` : '';
    const message = `${name}${by} needs ${least} ${kind} images, not ${count}: give more, or leave ${name} out`;
    throw new MetricError('tooFew', message);
  }
}

/** Throws {@link MetricError} unless all images come with a caption. */
export function checkCaptions(name: MetricName, captions: number, images: number): void {
  if (captions === images) return;
  const message = `${name} needs the caption of each image, ${captions} of ${images} have one: give each a caption, or leave ${name} out`;
  throw new MetricError('option', message);
}

/** Metrics that compare generated images with as many real ones. */
const COMPARED: readonly MetricName[] = ['fid', 'kid', 'pr'];

/** The first input that a metric lacks, in words. */
function missingOf(name: MetricName, input: MeasureInput): string | undefined {
  const needed: [boolean, string][] = [];
  if (needsFeatures(name)) {
    needed.push([input.extractor !== undefined, 'an extractor']);
    needed.push([input.real !== undefined, 'real images (real)']);
  }
  if (name === 'is') {
    const isKnown = input.classifier !== undefined || input.classes !== undefined;
    needed.push([isKnown, 'the classes of the real images (classes) or a classifier']);
  }
  if (name === 'r-precision') {
    needed.push([input.matching !== undefined, 'a head from trainMatchingHead (matching)']);
    needed.push([input.captions?.embeddings !== undefined, 'embeddings of captions (captions)']);
  }
  if (name === 'attributes') {
    needed.push([input.attributes !== undefined, 'a reader and statements (attributes)']);
    needed.push([input.captions !== undefined, 'captions of the real images (captions)']);
  }
  if (name === 'diversity') {
    needed.push([input.repeated !== undefined, 'several images of some captions (repeated)']);
  }
  return needed.find(([isThere]) => !isThere)?.[1];
}
