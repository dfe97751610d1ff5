import { openDataset, type PreparedDataset } from '@stackgan/data';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { checkCaptions } from '../sampling/check-captions.js';
import { unstatedWords } from '../sampling/unstated-words.js';
import type { Context } from '../shared/context.js';
import type { TypedCaptions } from '../sampling/placed-captions.js';
import { runData } from './run-data.js';

/**
 * Checks the given captions before any image is drawn. Throws CaptionError for a caption that the
 * encoder rejects. Prints which captions the encoder knows at most half of or cannot tell apart,
 * and which words occur in no caption of `data` (by default, of the data set of `run`, if it is
 * still there).
 */
export async function checkTyped(
  { captions, check }: TypedCaptions,
  encoder: LoadedCaptionEncoder,
  { run, data }: { readonly run: string; readonly data?: string | undefined },
  context: Context,
): Promise<void> {
  // Only the encoder can count word pieces.
  if (encoder.validate) check(encoder.validate);
  await checkCaptions(captions, encoder, context);
  const dataset = data === undefined ? await ownDataset(run) : await openDataset(data);
  if (dataset === undefined) return;
  const { unknownShare = () => 0 } = encoder;
  const words = unstatedWords(captions, dataset.examples, (word) => unknownShare(word) < 1 / 2);
  await dataset.close();
  if (words.length === 0) return;
  const list = words.map((word) => `"${word}"`).join(', ');
  context.console.line(
    `note: no caption of ${dataset.info.name} says ${list}: images cannot show it`,
  );
}

const ownDataset = (run: string): Promise<PreparedDataset | undefined> =>
  runData(run)
    .then((data) => openDataset(data))
    .catch(() => undefined);
