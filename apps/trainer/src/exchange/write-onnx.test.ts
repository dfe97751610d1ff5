import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportRun } from '../commands/export.js';
import { quietContext, temporaryFolder } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import type { ExportPart } from './export-formats.js';

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
