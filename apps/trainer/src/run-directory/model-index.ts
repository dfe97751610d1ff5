import { type ModelIndex, modelIndexText, type StageNoise } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { UNKNOWN } from './run-options.js';

/**
 * The text of `stackgan.json`: the folders of the generators, the encoder that they read, and the
 * source of their noise.
 */
export function runIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension }: Required<EncoderIdentity>,
  conditionNoise: StageNoise,
): string {
  const encoder = hash === UNKNOWN ? {} : { encoder: { name, hash, dimension } };
  return modelIndexText({ ...folders, ...encoder, conditionNoise });
}
