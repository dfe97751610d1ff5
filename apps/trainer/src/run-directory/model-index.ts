import { join } from 'node:path';
import {
  folderStore,
  type ModelIndex,
  modelIndexText,
  readModelIndex,
  type StageNoise,
} from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { UNKNOWN } from './run-options.js';

/** Folder of an exported model or a package with the caption encoder that it brings. */
export const ENCODER_FOLDER = 'encoder';

/** The encoder that generators read, and its folder in the model, if that brings it. */
type NamedEncoder = Required<EncoderIdentity> & { readonly folder?: string | undefined };

/**
 * The text of `stackgan.json`: the folders of the generators, the encoder that they read, the source
 * of their noise, and example captions.
 */
export function runIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension, folder }: NamedEncoder,
  conditionNoise: StageNoise,
  examples: readonly string[] = [],
): string {
  const place = folder === undefined ? {} : { folder };
  const encoder = hash === UNKNOWN ? {} : { encoder: { name, hash, dimension, ...place } };
  const captions = examples.length === 0 ? {} : { examples: [...examples] };
  return modelIndexText({ ...folders, ...encoder, ...captions, conditionNoise });
}

/**
 * The folder of the caption encoder that a snapshot, an exported model or a package at `path` brings;
 * undefined if it brings none. Throws ModelSourceError.
 */
export async function ownEncoder(path: string): Promise<string | undefined> {
  const { encoder } = await readModelIndex(folderStore(path));
  return encoder?.folder === undefined ? undefined : join(path, encoder.folder);
}
