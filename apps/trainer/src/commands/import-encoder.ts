import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type FormatError, readPth, readT7 } from '@stackgan/formats';
import {
  charCnnRnnFromPth,
  charCnnRnnFromT7,
  type CharCnnRnnWeights,
  type EncoderError,
  packCharCnnRnn,
} from '@stackgan/text';
import { writeFolderAtomically } from '../files/write-atomically.js';
import { requireNew } from '../run-directory/require-new.js';
import type { Context } from '../shared/context.js';
import { ImportError } from '../shared/errors.js';

/** The flags of `stackgan import char-cnn-rnn`. */
export interface ImportEncoderArguments {
  readonly file: string;
  readonly out: string;
}

/** `stackgan import char-cnn-rnn`: makes the folder of a caption encoder from published weights. */
export async function importEncoder(
  { file, out }: ImportEncoderArguments,
  { console }: Context,
): Promise<void> {
  await requireNew(out);
  const bytes = await readFile(file).catch((error: Error) => {
    throw new ImportError(`${file} cannot be read (${error.message}); give a .t7 or .pth file`);
  });
  const isTorch7 = file.toLowerCase().endsWith('.t7');
  const weights = read(file, () =>
    isTorch7 ? charCnnRnnFromT7(readT7(bytes)) : charCnnRnnFromPth(readPth(bytes).tensors),
  );
  const name = `char-cnn-rnn ${basename(resolve(out))}`;
  const packing = packCharCnnRnn({ name, source: basename(file), weights });
  const files = await packing.catch((error: EncoderError) => {
    throw explained(file, error);
  });
  await writeFolderAtomically(out, async (write) => {
    for (const [name, content] of Object.entries(files)) await write(name, content as Uint8Array);
  });
  console.line(
    `${out}: ${name}, ${countNumbers(weights).toLocaleString('en')} parameters; ` +
      `prepare a data set with it: stackgan prepare --encoder ${out}`,
  );
}

function read(file: string, parse: () => CharCnnRnnWeights): CharCnnRnnWeights {
  try {
    return parse();
  } catch (error) {
    throw explained(file, error as Error);
  }
}

/** The error of a reader, with the file that it read. */
function explained(file: string, error: Error): Error {
  if (error.name === 'FormatError') {
    return new ImportError(`${file} is not a readable file: ${(error as FormatError).reason}`);
  }
  return error.name === 'EncoderError' ? new ImportError(`${file}: ${error.message}`) : error;
}

const countNumbers = (weights: CharCnnRnnWeights): number =>
  Object.values(weights).reduce((count, { data }) => count + data.length, 0);
