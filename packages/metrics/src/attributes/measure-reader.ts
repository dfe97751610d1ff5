import { imageTensor } from '../images/rgb-image.js';
import type { Trace } from '../shared/trace.js';
import type { AttributeReader, ReaderAttribute } from './attribute-reader.js';
import { type LabelledImages, imageAt } from './labelled-images.js';
import { openAttributeReader } from './open-attribute-reader.js';

/** Batch size for held-out images. */
const CHUNK = 64;

/** The accuracy of the reader on the held-out images `held`. */
export async function measureReader(
  reader: AttributeReader,
  images: LabelledImages,
  held: readonly number[],
  trace: Trace,
): Promise<ReaderAttribute[]> {
  const { attributes } = reader;
  const known = attributes.map(() => 0);
  const right = attributes.map(() => 0);
  const opened = openAttributeReader(reader, { trace });
  try {
    const size = Math.min(CHUNK, held.length);
    for (let first = 0; first < held.length; first += size) {
      const rows = held.slice(first, first + size);
      // The last chunk is as large as the others, and so the same graph.
      const full = Array.from({ length: size }, (_, i) => rows[i] ?? rows[0]!);
      const input = imageTensor(full.map((row) => imageAt(images, row)));
      const read = await opened.read(input);
      input.dispose();
      rows.forEach((row, i) =>
        attributes.forEach((_, attribute) => {
          const label = images.labels[row * attributes.length + attribute]!;
          if (label < 0) return;
          known[attribute]!++;
          if (read[i * attributes.length + attribute] === label) right[attribute]!++;
        }),
      );
    }
  } finally {
    opened.dispose();
  }
  return attributes.map(({ name, values }, i) => ({
    ...{ name, values: [...values] },
    ...{ heldOutAccuracy: right[i]! / known[i]!, heldOut: known[i]! },
  }));
}
