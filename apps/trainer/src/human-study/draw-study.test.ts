import { openDataset } from '@stackgan/data';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { humanStudy } from '../commands/human-study.js';
import { quietContext, temporaryFolder } from '../testing/tiny.js';
import { trainTiny } from '../testing/train-tiny.js';
import { drawStudy } from './draw-study.js';

beforeAll(() => tf.setBackend('cpu'));

it('draws held-out captions with each run, and its key says which set is whose', async () => {
  const folder = await temporaryFolder();
  const { data, stage1, stage2 } = await trainTiny(folder);
  const runs = [stage1, stage2];
  const dataset = await openDataset(data);
  const options = { runs, captions: 2, perCaption: 3, seed: 4 };
  const study = await drawStudy(dataset, options, quietContext());

  // Images 3 and 7 are held out.
  const images = study.key.captions.map((caption) => /\d/.exec(caption)?.[0]);
  expect(images.sort()).toEqual(['3', '7']);
  for (const [caption, order] of study.key.orders.entries()) {
    for (const [letter, model] of order.entries()) {
      const set = study.images[caption]![letter]!;
      expect(set).toHaveLength(3);
      const bytes = Buffer.from(set[0]!.split(',')[1]!, 'base64');
      const { width, format } = await sharp(bytes).metadata();
      expect({ width, format }).toEqual({ width: model === 0 ? 64 : 128, format: 'webp' });
    }
  }
  expect(await drawStudy(dataset, options, quietContext())).toEqual(study);

  await expect(drawStudy(dataset, { ...options, captions: 3 }, quietContext())).rejects.toThrow(
    /--captions 3: tiny has 2 held-out images, and each gives one caption; ask for fewer/,
  );
  await expect(
    drawStudy(
      {
        ...dataset,
        info: { ...dataset.info, encoder: { ...dataset.info.encoder, hash: 'other' } },
      },
      options,
      quietContext(),
    ),
  ).rejects.toThrow(/use the encoder of the run/);
  await dataset.close();

  const given = { sentences: undefined, collect: undefined, data, out: folder, backend: 'cpu' };
  const make = (list: string | undefined, captions = 2) =>
    humanStudy({ ...given, runs: list, captions, perCaption: 3, seed: 4 }, quietContext());
  await expect(make(undefined)).rejects.toThrow(/say what to compare: --runs A,B/);
  await expect(make(`${stage1},`)).rejects.toThrow(/two runs or more/);
  await expect(make(`${stage1},${stage1}/`)).rejects.toThrow(/twice; compare different runs/);
  await expect(make(runs.join(), 0)).rejects.toThrow(/--captions 0 leaves nothing to rank/);
});
