import { MODEL_INDEX_FORMAT, type ModelIndex, type StageNoise } from '@stackgan/stage2';
import { type EncoderIdentity, UNKNOWN } from './run-options.js';

/**
 * The text of `stackgan.json`: the folders of the generators, the encoder that they read, and the
 * source of their noise.
 */
export function modelIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension }: EncoderIdentity,
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
