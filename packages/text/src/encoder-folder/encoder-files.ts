import { openWebFolder, type WebRequestOptions } from '@stackgan/formats';
import { readWebFile } from '../read-web-file.js';

/** The files of a caption encoder by their names in its folder. */
export interface EncoderFiles {
  /** What the encoder is: the README describes its fields. */
  readonly 'encoder.json': Uint8Array;
  /** Its weights, named and shaped as in PyTorch. */
  readonly 'weights.safetensors': Uint8Array;
}

/**
 * Fetches the files of an encoder by HTTP from the folder `baseUrl`, whose query is sent with both
 * requests. Throws `EncoderError` for a file that cannot be fetched.
 */
export async function fetchEncoder(
  baseUrl: string | URL,
  request: WebRequestOptions = {},
): Promise<EncoderFiles> {
  const folder = openWebFolder(baseUrl, request);
  const [description, weights] = await Promise.all([
    readWebFile(folder, 'encoder.json'),
    readWebFile(folder, 'weights.safetensors'),
  ]);
  return { 'encoder.json': description, 'weights.safetensors': weights };
}
