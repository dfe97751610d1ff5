import {
  type EncoderIdentity,
  type LoadedCaptionEncoder,
  SENTENCE_ENCODER_NAME,
} from '@stackgan/text';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import type { LoadEncoder } from './open-encoder.js';

/** A run and what it was trained on. */
interface TrainedRun {
  readonly run: string;
  readonly trainedOn: Required<EncoderIdentity>;
}

/**
 * Loads the encoder in `folder`, or the sentence encoder without one, for the sentences of a run.
 * Throws EncoderMismatchError, which says what to give, if the run was trained with another.
 */
export async function encoderOfRun(
  { run, trainedOn }: TrainedRun,
  folder: string | undefined,
  load: LoadEncoder,
): Promise<LoadedCaptionEncoder> {
  const encoder = await load(folder);
  const isSentence = trainedOn.name === SENTENCE_ENCODER_NAME;
  const ofSentence = folder === undefined ? undefined : 'leave out --encoder';
  const wayOut = isSentence ? ofSentence : `give the folder of ${trainedOn.name} with --encoder`;
  try {
    requireSameEncoder(run, trainedOn, encoder, wayOut);
    return encoder;
  } catch (error) {
    encoder.dispose();
    throw error;
  }
}
