import { type ModelIndex, modelIndexText, type StageNoise } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { UNKNOWN } from './run-options.js';

/**
 * The text of `stackgan.json`: the folders of the generators, the encoder that they read, the source
 * of their noise, and example captions.
 */
export function runIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension }: Required<EncoderIdentity>,
  conditionNoise: StageNoise,
  examples: readonly string[] = [],
): string {
  const encoder = hash === UNKNOWN ? {} : { encoder: { name, hash, dimension } };
  const captions = examples.length === 0 ? {} : { examples: [...examples] };
  return modelIndexText({ ...folders, ...encoder, ...captions, conditionNoise });
}
