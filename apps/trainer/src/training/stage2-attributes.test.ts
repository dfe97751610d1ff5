import { createLoader, openDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, vi } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { attributeValues } from './attribute-values.js';
import { createStage } from './create-stage.js';
import { disposeStage } from './dispose-stage.js';
import { drawnAttributes, stageData } from './stage-data.js';

// It runs operations one by one, so that what networks are given can be read.
beforeAll(async () => {
  await tf.setBackend('cpu');
});

const plain = { 'network.textCode': false, 'loss.matchingWeight': 0, 'loss.attributeWeight': 0 };
const learning = { 'loss.reconstructionWeight': 10 };

/** What Stage-I is told to draw in a step of Stage-II; undefined if z chooses. */
async function toldStage1(
  { of: data, own }: { of: string; own: OptionOverrides },
  trainedOn = data,
): Promise<{ told: number[] | undefined; shown: number[]; losses: string[] }> {
  const optionsOf = (stage: 1 | 2, more: OptionOverrides) =>
    resolveOptions({
      ...{ stage, preset: 'quick-start' },
      overrides: { ...tinyOptions[`stage${stage}`], ...plain, ...more },
    });
  const other = await openDataset(trainedOn);
  const prior = { 'network.attributePrior': true, 'network.latentDim': 4 };
  const options1 = optionsOf(1, { data: trainedOn, ...prior });
  const drawn1 = drawnAttributes(options1, other, {});
  const stage1 = createStage(options1, stageData(other, drawn1));
  await other.close();

  const dataset = await openDataset(data);
  const options = optionsOf(2, { data, stage1: 'none', ...own });
  const base = { generator: stage1.networks.generator, noise: 'normal' as const };
  const drawn = drawnAttributes(options, dataset, { base });
  const stage = createStage(options, stageData(dataset, drawn), base);
  const loader = createLoader({
    ...{ dataset, split: 'train', random: new SeededRandom(0), wrongCaptions: true },
    ...{ imageSize: options.network.imageSize, batchSize: options.batch.size },
  });
  const batch = await loader.next();
  let told: number[] | undefined;
  const apply = base.generator.apply.bind(base.generator);
  vi.spyOn(base.generator, 'apply').mockImplementation((inputs, settings) => {
    const shown = (settings as { shown?: tf.Tensor } | undefined)?.shown;
    if (shown) told = [...shown.dataSync()];
    return apply(inputs, settings);
  });
  const losses = stage.step(batch, new SeededRandom(0), { decay: 0.9, isAdversarial: true });
  const shown = [...attributeValues(dataset).shown(batch)];
  tf.dispose(losses);
  await loader.close();
  await dataset.close();
  disposeStage(stage);
  return { told, shown, losses: Object.keys(losses) };
}

it('learns from what Stage-I draws of the attributes of real images', async () => {
  const data = await attributeDataset(await temporaryFolder());
  const { told, shown, losses } = await toldStage1({ of: data, own: learning });
  expect(losses).toContain('generator.reconstruction');
  // A value that is not known is drawn at random.
  shown.forEach((value, at) => value === 1 && expect(told![at], `${at}`).toBe(1));
  expect(told!.reduce((sum, value) => sum + value)).toBe(3 * (told!.length / 5));
});

it('lets z choose if there is nothing to learn from real images, or their attributes are others', async () => {
  const folder = await temporaryFolder();
  const data = await attributeDataset(folder);
  const none = { 'loss.reconstructionWeight': 0 };
  expect((await toldStage1({ of: data, own: none })).told).toBeUndefined();
  const tiny = await tinyDataset(folder);
  const { told, losses } = await toldStage1({ of: tiny, own: learning }, data);
  expect(told).toBeUndefined();
  expect(losses).toContain('generator.reconstruction');
});
