import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Measurement } from '../records/evaluation.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { runOf } from '../run-directory/run-of.js';
import { quietContext, temporaryFolder, tinyExtractor } from '../testing/tiny.js';
import { trainTiny } from '../testing/train-tiny.js';
import { measureStages } from './measure-stages.js';

beforeAll(() => tf.setBackend('cpu'));

it('keeps what was measured before an interruption, unless metrics are missing', async () => {
  const folder = await temporaryFolder();
  const { stage1, stage2, data } = await trainTiny(folder);
  // Eight images are too few to measure.
  const measuring = { metrics: ['fid', 'pr'], samples: 8, mostReal: 8 } as const;
  const settings = { ...measuring, loadExtractor: tinyExtractor };
  const run = () => measureStages([stage1, stage2], data, settings, quietContext());
  const row = (name: string): Measurement => ({ name, value: 0.5, better: 'higher', protocol: '' });
  const keep = async (...measurements: Measurement[]) => {
    for (const path of [stage1, stage2]) {
      const { step } = await runOf(await findSnapshot(path));
      const how = { samples: 8, seed: 0, data: 'tiny', extractor: 'none' };
      await appendEvaluation(path, { step, of: path, ...how, measurements });
    }
  };
  // As a measurement while training leaves it.
  await keep(row('FID (tiny)'));
  expect(await run()).toBeUndefined();
  await keep(row('FID (tiny)'), row('Precision'), row('Recall'));
  expect(await run()).toMatch(/^Precision.* 0\.50 +0\.50$/m);
});
