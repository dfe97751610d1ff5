import { MODEL_INDEX_FORMAT, type ModelIndex, type StageNoise } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { UNKNOWN } from './run-options.js';

/** The text of `stackgan.json`: in which folders the generators are, which encoder they read, and what noise. */
export function modelIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension }: Required<EncoderIdentity>,
  noise: StageNoise,
): string {
  const encoder = hash === UNKNOWN ? {} : { encoder: { name, hash, dimension } };
  const isOne = folders.stage2 === undefined || noise.stage1 === noise.stage2;
  const conditionNoise = isOne ? noise.stage1 : noise;
  const index: ModelIndex = {
    ...{ format: MODEL_INDEX_FORMAT, ...folders, ...encoder },
    ...(conditionNoise !== 'normal' && { conditionNoise }),
  };
  return `${JSON.stringify(index, null, 2)}\n`;
}
