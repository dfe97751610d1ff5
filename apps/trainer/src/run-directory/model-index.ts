import { type ConditionNoise, MODEL_INDEX_FORMAT, type ModelIndex } from '@stackgan/stage2';
import { type EncoderIdentity, UNKNOWN } from './run-options.js';

/** The text of `stackgan.json`: in which folders the generators are, which encoder they read, and what noise. */
export function modelIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension }: EncoderIdentity,
  conditionNoise: ConditionNoise = 'normal',
): string {
  const encoder = hash === UNKNOWN ? {} : { encoder: { name, hash, dimension } };
  const noise = conditionNoise === 'normal' ? {} : { conditionNoise };
  const index: ModelIndex = { format: MODEL_INDEX_FORMAT, ...folders, ...encoder, ...noise };
  return `${JSON.stringify(index, null, 2)}\n`;
}
