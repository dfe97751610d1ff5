import { attributeScores } from '../attributes/attribute-scores.js';
import { openAttributeReader } from '../attributes/open-attribute-reader.js';
import { readBatch } from '../attributes/read-batch.js';
import { imageBatches } from '../images/images.js';
import type { Collected } from './collected.js';
import type { MeasureReport } from './measure-report.js';

/**
 * What the generated images show of what their captions state, beside the real images of the same
 * captions.
 */
export async function computeAttributes({
  input,
  seed,
  generated,
  tell,
}: Collected): Promise<NonNullable<MeasureReport['attributes']>> {
  const { reader, stated, realImages } = input.attributes!;
  const { imageOf } = input.captions!;
  const { captions } = generated;
  const rows = [...new Set(captions.map((caption) => imageOf[caption]!))];
  const shown = new Map<number, readonly number[]>();
  const opened = openAttributeReader(reader, { ...(input.trace && { trace: input.trace }) });
  try {
    for await (const batch of imageBatches(realImages(rows, generated.size))) {
      for (const read of await readBatch(opened, batch, input.trace !== undefined))
        shown.set(rows[shown.size]!, read);
      await tell(shown.size, rows.length);
    }
  } finally {
    opened.dispose();
  }
  const { mean: value, ...more } = attributeScores({
    attributes: reader.attributes,
    generated: generated.shown.flat(),
    real: captions.flatMap((caption) => shown.get(imageOf[caption]!) ?? []),
    stated: captions.map(stated),
    seed,
  });
  return { value, ...more };
}
