import type { WebFileError, WebFolder, WebReadOptions } from '@stackgan/formats';
import { EncoderError } from './errors.js';

/** The bytes of a file of an encoder. Throws {@link EncoderError} if it cannot be fetched. */
export async function readWebFile(
  folder: WebFolder,
  file: string,
  options: WebReadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await folder.read(file, options).catch((cause: unknown) => {
    const { name, message } = cause as WebFileError;
    throw name === 'WebFileError' ? new EncoderError(message, { cause }) : cause;
  });
  if (bytes) return bytes;
  throw new EncoderError(`${folder.locate(file)} answered 404; is it the folder of the encoder?`);
}
