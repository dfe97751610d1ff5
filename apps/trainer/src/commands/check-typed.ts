import { openDataset, type PreparedDataset } from '@stackgan/data';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { checkCaptions } from '../sampling/check-captions.js';
import { unstatedWords } from '../sampling/unstated-words.js';
import type { Context } from '../shared/context.js';
import type { TypedCaptions } from '../sampling/placed-captions.js';
import { runData } from './run-data.js';

/**
 * Looks at typed captions before the first image. Throws CaptionError for one that the encoder refuses, and says
 * which it half knows or cannot tell apart, and which words no caption of `data` has: by default of what `run` learned
 * from, if it is still where it was.
 */
export async function checkTyped(
  { captions, check }: TypedCaptions,
  encoder: LoadedCaptionEncoder,
  { run, data }: { readonly run: string; readonly data?: string | undefined },
  context: Context,
): Promise<void> {
  // Word pieces are counted by the encoder alone.
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
