import { expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { findPreset } from '../presets/find-preset.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { temporaryFolder, tinyDataset } from '../testing/tiny.js';
import { followDataset } from './follow-dataset.js';

const preset = findPreset('quick-start', 1);
const lossOf = async (data: string, chosen: OptionOverrides = {}) => {
  const overrides = { data, ...chosen };
  const options = resolveOptions({ stage: 1, preset: preset.name, overrides });
  return (await followDataset(options, preset, overrides)).loss;
};

it('keeps the losses of the preset where the data set knows what its images show', async () => {
  const data = await attributeDataset(await temporaryFolder());
  expect(await lossOf(data)).toEqual(preset.options.loss);
});

it('takes those for data sets that do not know it, unless they are chosen', async () => {
  const data = await tinyDataset(await temporaryFolder());
  const { matchingWeight, reconstructionWeight, ...others } = await lossOf(data);
  expect({ matchingWeight, reconstructionWeight }).toEqual({
    matchingWeight: 2,
    reconstructionWeight: 10,
  });
  expect(preset.options.loss).toMatchObject(others);
  expect(await lossOf(data, { 'loss.matchingWeight': 1 })).toMatchObject({
    matchingWeight: 1,
    reconstructionWeight: 10,
  });
});
