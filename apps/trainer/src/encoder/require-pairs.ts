import type { PreparedDataset } from '@stackgan/data';
import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import { requireTraining } from '../shared/require-training.js';
import { EncoderTrainingError } from '../shared/errors.js';
import type { EncoderOptions } from './encoder-options.js';
import type { PairSource } from './pair-source.js';

/** Pairs of a step in Reed et al. */
const PAIRS = 40;

/**
 * The pairs of a step: `asked`, or 40, or one of each class (each image, without classes) if there are
 * fewer. Throws EncoderTrainingError for data that cannot train or measure an encoder of this kind.
 */
export function requirePairs(
  dataset: PreparedDataset,
  pairs: PairSource,
  kind: EncoderOptions['kind'],
  asked: number | undefined,
): number {
  requireTraining(dataset);
  const { directory, info } = dataset;
  if (info.counts.test < 2) {
    throw new EncoderTrainingError(
      `${directory} holds out ${info.counts.test} of ${info.counts.train + info.counts.test} images, ` +
        'two are needed to measure the encoder; prepare it with a test split, such as folders train and test',
    );
  }
  if (kind === 'projection' && info.encoder.name !== SENTENCE_ENCODER_NAME) {
    throw new EncoderTrainingError(
      `${directory} holds embeddings of ${info.encoder.name}, a projection builds on those of the sentence encoder; ` +
        'prepare it without --encoder, or give --kind char-cnn-rnn',
    );
  }
  const what = pairs.by === 'class' ? 'classes' : 'images';
  const batch = asked ?? Math.min(PAIRS, pairs.size);
  if (batch >= 2 && batch <= pairs.size) return batch;
  throw new EncoderTrainingError(
    pairs.size < 2
      ? `${directory} has one training image, there is nothing to compare it with; prepare it with more`
      : `--batch ${batch}: a step compares pairs of different ${what}, and ${directory} has ${pairs.size}; ` +
          `give 2 to ${pairs.size}`,
  );
}
