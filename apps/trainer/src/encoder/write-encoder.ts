import { basename, resolve } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { writeFolderAtomically } from '../files/write-atomically.js';
import type { TrainableNetwork } from './caption-network.js';
import type { EncoderSettings } from './encoder-state.js';
import type { PairSource } from './pair-source.js';
import type { RetrievalReport } from './retrieval-table.js';

/** Captions that the scale of embeddings is estimated from. */
const CAPTIONS = 256;
/** Longest name of an encoder in its file. */
const LONGEST = 200;

/** What {@link writeEncoder} writes. */
export interface TrainedEncoder {
  readonly network: TrainableNetwork;
  readonly dataset: PreparedDataset;
  readonly pairs: PairSource;
  readonly settings: EncoderSettings;
  readonly report: RetrievalReport;
}

/** Writes the folder of an encoder with `training.json`; returns the encoder's name. */
export async function writeEncoder(
  out: string,
  { network, dataset, pairs, settings, report }: TrainedEncoder,
): Promise<string> {
  const { kind, seed } = settings.options;
  const name = `${kind} ${basename(resolve(out))}`.slice(0, LONGEST);
  const source = `trained on ${dataset.info.name}`.slice(0, LONGEST);
  const scale = await unitScale(network, pairs, new SeededRandom(seed).fork('scale'));
  const files = await network.pack({ name, source, scale });
  const { options, extractor } = settings;
  const training = {
    ...{ format: 1, options, extractor },
    dataset: { name: dataset.info.name, sha256: settings.dataset, counts: dataset.info.counts },
    heldOut: report,
  };
  await writeFolderAtomically(out, async (write) => {
    for (const [file, bytes] of Object.entries(files)) await write(file, bytes as Uint8Array);
    await write('training.json', `${JSON.stringify(training, null, 2)}\n`);
  });
  return name;
}

/**
 * What gives embeddings a mean square of 1, the scale that Conditioning Augmentation expects. The
 * loss alone leaves it to the image map.
 */
async function unitScale(
  network: TrainableNetwork,
  pairs: PairSource,
  random: SeededRandom,
): Promise<number> {
  let sum = 0;
  let numbers = 0;
  while (numbers < CAPTIONS * network.dimension) {
    const rows = network.read(pairs.draw(Math.min(64, pairs.size), random));
    const embeddings = network.apply(rows);
    const values = (await embeddings.data()) as Float32Array;
    sum += values.reduce((total, value) => total + value * value, 0);
    numbers += values.length;
    rows.dispose();
    embeddings.dispose();
  }
  return sum > 0 ? Math.sqrt(numbers / sum) : 1;
}
