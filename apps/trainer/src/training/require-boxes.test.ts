import { openDataset } from '@stackgan/data';
import { expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { temporaryFolder, tinyDataset } from '../testing/tiny.js';
import { createRun } from './create-run.js';
import { requireBoxes } from './require-boxes.js';

const optionsOf = (data: string, overrides: OptionOverrides = {}) =>
  resolveOptions({ stage: 1, preset: 'gawwn', overrides: { data, ...overrides } });

it('refuses a data set that does not say where the object is, before there is a run', async () => {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder);
  await expect(createRun(optionsOf(data), folder)).rejects.toThrow(
    /does not say where the object is in 6 images to learn from, such as p0; .*Prepare it again/,
  );
});

it('accepts one that does, and refuses options that networks with boxes do not have', async () => {
  const data = await tinyDataset(await temporaryFolder(), { hasBoxes: true });
  const dataset = await openDataset(data);
  expect(() => requireBoxes(dataset, optionsOf(data))).not.toThrow();
  const residual = optionsOf(data, { 'network.generatorBody': 'residual' });
  expect(() => requireBoxes(dataset, residual)).toThrow(
    'network.box cannot be combined with network.generatorBody residual',
  );
  const drawn = optionsOf(data, { 'network.attributePrior': true });
  expect(() => requireBoxes(dataset, drawn)).toThrow(
    'network.box cannot be combined with network.attributePrior true',
  );
  const wrong = optionsOf(data, { 'batch.mismatched': 'wrongImages' });
  expect(() => requireBoxes(dataset, wrong)).toThrow('batch.mismatched wrongImages');
  await dataset.close();
});
