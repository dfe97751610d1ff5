import { LargeImageTurns } from '../images/large-image-turns.js';
import { type PackedImage, packImage, storedSide } from '../images/pack-image.js';
import type { Preprocessing } from '../images/preprocessing.js';
import { checkUndecodable } from '../prepared/check-undecodable.js';
import { DatasetError } from '../shared/errors.js';
import { inOrder } from '../shared/in-order.js';
import { attributeFault } from '../source/attribute-fault.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';
import { findPacked, type Packed } from './find-packed.js';
import { PackedFiles } from './packed-files.js';
import type { PrepareProgress } from './prepare-progress.js';

/** Number of images in work at once: enough for all cores while one of them takes long. */
const imagesAtOnce = 16;
/** Number of images between two reports of progress. */
const imagesPerStep = 16;

/**
 * Packs the images of all examples into one file per size in `folder`, in their order, after those
 * that an interrupted preparation has packed. Images that cannot be decoded are skipped and
 * reported. Throws {@link DatasetError}: `undecodable` above 1 %, `box`, `source` for invalid
 * attributes.
 */
export async function packExamples({
  source,
  examples: given,
  folder,
  sizes,
  preprocessing,
  onProgress,
}: {
  source: DatasetSource;
  examples: readonly SourceExample[];
  folder: string;
  sizes: readonly number[];
  preprocessing: Preprocessing;
  onProgress: (progress: PrepareProgress) => void;
}): Promise<Packed> {
  const found = await findPacked(folder, sizes, given);
  const { examples, undecodable } = found;
  const tried = () => examples.length + undecodable.length;
  if (tried() > 0) onProgress({ phase: 'resumed', done: tried(), total: given.length });
  const pack = packer(
    sizes.map((size) => storedSide(size, source.options.crop)),
    preprocessing,
  );
  const files = await PackedFiles.open(folder, sizes, found);
  let first: string | undefined;
  try {
    for await (const packed of inOrder(given.slice(tried()), imagesAtOnce, pack)) {
      const example = given[tried()]!;
      if (packed instanceof Error) {
        undecodable.push(example.id);
        first ??= `${example.id}: ${packed.message}`;
        onProgress({ phase: 'skipped', id: example.id, reason: packed.message });
        checkUndecodable(undecodable, given.length, source.name, first);
      } else {
        await files.append(example, packed);
        examples.push(example);
        const { count } = packed;
        if (count > 1) onProgress({ phase: 'animated', id: example.id, images: count });
      }
      const done = tried();
      if (done % imagesPerStep === 0 || done === given.length) {
        onProgress({ phase: 'images', done, total: given.length });
      }
    }
  } finally {
    await files.close();
  }
  return { examples, undecodable };
}

/** Reads and packs one image; returns the error of one that cannot be decoded. */
function packer(sides: readonly number[], preprocessing: Preprocessing) {
  const turns = new LargeImageTurns();
  return async (example: SourceExample): Promise<PackedImage | Error> => {
    requireAttributes(example);
    const { id, image, box } = example;
    try {
      const bytes = await image();
      const options = { ...preprocessing, ...(box && { box }) };
      return await turns.run(bytes, () => packImage(bytes, sides, options));
    } catch (cause) {
      const { name, message } = cause as Error;
      if (name !== 'RangeError') return cause as Error;
      // The box is wrong, not the image, so the example must not be skipped.
      throw new DatasetError('box', id, `${id}: ${message}; correct it or leave it out`, { cause });
    }
  };
}

/** Called before the image is read: throws for invalid attributes and statements. */
function requireAttributes(example: SourceExample): void {
  const fault = attributeFault(example);
  if (fault !== undefined) throw new DatasetError('source', example.id, `${example.id}: ${fault}`);
}
