import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGawwnGenerator, createStage1Generator } from '@stackgan/stage1';
import { registerStackGANLayers } from '@stackgan/stage2';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { exportRun } from '../commands/export.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { quietContext, temporaryFolder } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import type { ExportPart } from './export-formats.js';
import { writeOnnx } from './write-onnx.js';

const MEAN = ' (0 gives the mean condition)';
const CUT = `drawn from N(0, 1), numbers beyond -2 and 2 drawn again${MEAN}`;

it('says in the ONNX file what noise each network learned with', async () => {
  const folder = await temporaryFolder();
  const noise = (of: string) => ({ 'network.conditionNoise': of });
  const run = (of: string, stage1?: string) =>
    untrainedSnapshot(join(folder, `${of}${stage1 ? 2 : 1}`), noise(of), stage1);
  const texts = async (path: string, part: ExportPart) => {
    const out = join(path, `onnx-${part}`);
    await exportRun({ run: path, format: 'onnx', part, out, backend: 'auto' }, quietContext());
    return readFile(join(out, `${part}.onnx`), 'latin1');
  };
  const normal = await run('normal');
  const z = 'latent is drawn from N(0, 1)';
  expect(await texts(normal, 'generator')).toContain(`epsilon is drawn from N(0, 1)${MEAN}; ${z}`);
  const truncated = await run('truncated');
  expect(await texts(truncated, 'generator')).toContain(`epsilon is ${CUT}; ${z}`);
  const none = await run('none');
  expect(await texts(none, 'stage1')).toContain(`epsilon is 0; ${z}`);
  expect(await texts(none, 'discriminator')).not.toContain('N(0, 1)');

  const both = await run('truncated', none);
  expect(await texts(both, 'generator')).toContain(
    `${z}; stage1_epsilon is 0; stage2_epsilon is ${CUT}`,
  );
  expect(await texts(both, 'stage2')).toContain(`epsilon is ${CUT}`);
}, 60_000);

it('writes generators whose z chooses attributes or a box, for any number of images', async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  registerStackGANLayers();
  const settings = await readRunOptions(await untrainedSnapshot(await temporaryFolder()));
  const attributes = [
    { name: 'hair', values: ['red', 'black', 'none'] },
    { name: 'frame', values: ['round'] },
  ];
  const sizes = { gf: 2, textDim: 4, conditionDim: 3, latentDim: 6 };
  for (const model of [
    createStage1Generator({ ...sizes, attributes }),
    createGawwnGenerator(sizes),
  ]) {
    // Throws if any part of the graph depends on the number of images.
    const file = writeOnnx({ part: 'generator', models: [model], settings });
    expect(Buffer.from(file).toString('latin1')).toContain('latent');
    model.dispose();
  }
});
