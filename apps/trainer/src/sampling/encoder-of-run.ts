import {
  type EncoderIdentity,
  type LoadedCaptionEncoder,
  SENTENCE_ENCODER_NAME,
} from '@stackgan/text';
import { ownEncoder } from '../run-directory/model-index.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import type { LoadEncoder } from './open-encoder.js';

/** A run and what it was trained on. */
interface TrainedRun {
  readonly run: string;
  readonly trainedOn: Required<EncoderIdentity>;
}

/**
 * Loads the encoder at `path` for the sentences of a run; without one, the encoder that the model
 * brings, or else the sentence encoder. Throws EncoderMismatchError, which says what to give, if the
 * run was trained with another.
 */
export async function encoderOfRun(
  { run, trainedOn }: TrainedRun,
  path: string | undefined,
  load: LoadEncoder,
): Promise<LoadedCaptionEncoder> {
  const encoder = await load(path ?? (await ownEncoder(await findSnapshot(run))));
  const isSentence = trainedOn.name === SENTENCE_ENCODER_NAME;
  const ofSentence = path === undefined ? undefined : 'leave out --encoder';
  const wayOut = isSentence
    ? ofSentence
    : `give the folder or module of ${trainedOn.name} with --encoder`;
  try {
    requireSameEncoder(run, trainedOn, encoder, wayOut);
    return encoder;
  } catch (error) {
    encoder.dispose();
    throw error;
  }
}
