import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import { ENCODER_FOLDER, ownEncoder } from '../run-directory/model-index.js';
import type { WriteFile } from '../run-directory/model-files.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { encoderOfRun } from '../sampling/encoder-of-run.js';
import { isEncoderModule } from '../sampling/encoder-module.js';
import { openEncoder, readEncoderFiles, SENTENCE } from '../sampling/open-encoder.js';
import { UsageError } from '../shared/errors.js';

/** The caption encoder that a written model brings. */
export interface CarriedEncoder {
  /** Its folder, for `stackgan.json`; undefined if the model brings none. */
  readonly folder: string | undefined;
  /** Writes the files of that folder. */
  write(write: WriteFile): Promise<void>;
  /** What to tell the user if the model needs an encoder and does not bring it. */
  readonly notice: string | undefined;
}

/**
 * The encoder of a run for a model that is written from it: of the folder `path` that is given, or the
 * one that the run, if it is a model itself, brings. The sentence encoder, `sentence`, is an npm
 * package, which models do not bring. Loads it on the current backend. Throws UsageError for a module
 * or an unreadable folder, EncoderMismatchError for the encoder of another run.
 */
export async function carriedEncoder(
  run: string,
  path: string | undefined,
): Promise<CarriedEncoder> {
  const snapshot = await findSnapshot(run);
  const { encoder: trainedOn } = await readRunOptions(snapshot);
  const folder = path ?? (await ownEncoder(snapshot));
  const { name, hash } = trainedOn;
  const none = { folder: undefined, write: () => Promise.resolve(), notice: undefined };
  if (folder === undefined) {
    if (hash === UNKNOWN || name === SENTENCE_ENCODER_NAME) return none;
    const wayOut = 'give its folder with --encoder, or later as the option encoder of loadStackGAN';
    return { ...none, notice: `it does not bring ${name}, which reads its captions: ${wayOut}` };
  }
  if (hash === UNKNOWN) {
    throw new UsageError(
      `the caption encoder of ${run} is unknown; leave out --encoder, or import it with --data first`,
    );
  }
  if (isEncoderModule(folder)) {
    throw new UsageError(
      `--encoder ${folder} is a program, and models bring data alone; ` +
        'leave it out, and give the encoder to loadStackGAN as the option encoder',
    );
  }
  const files = folder === SENTENCE ? undefined : await readEncoderFiles(folder);
  const encoder = await encoderOfRun({ run, trainedOn }, folder, openEncoder);
  encoder.dispose();
  if (files === undefined) return none;
  return {
    ...{ folder: ENCODER_FOLDER, notice: undefined },
    async write(write) {
      for (const name of ['encoder.json', 'weights.safetensors'] as const) {
        await write(`${ENCODER_FOLDER}/${name}`, files[name]);
      }
    },
  };
}
