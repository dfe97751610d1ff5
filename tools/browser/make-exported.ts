import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors, writePth } from '@stackgan/formats';
import { command } from '../test/command.js';
import { root } from '../workspaces.js';

/**
 * A Stage-II generator as `stackgan export --format tfjs` writes it: a new folder with
 * `tfjs/stage1/model.json` and `tfjs/stage2/model.json`. The weights are those of the parity tests,
 * which PyTorch draws with, too.
 */
export async function makeExported(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-browser-'));
  const at = (name: string) => join(folder, name);
  const fixture = join(root, 'apps/trainer/fixtures/parity-stage2.safetensors');
  const prefix = 'generator.';
  const { tensors } = readSafetensors(await readFile(fixture));
  const dict = Object.entries(tensors).flatMap(([name, tensor]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
  );
  await writeFile(at('netG.pth'), writePth(Object.fromEntries(dict)));
  const stackgan = (...args: string[]) =>
    command('tsx', ['-C', '@stackgan/source', 'apps/trainer/src/cli.ts', ...args]);
  await stackgan(
    ...['import', 'stackgan-pytorch', '--generator', at('netG.pth'), '--out', at('run')],
  );
  await stackgan(...['export', '--run', at('run'), '--format', 'tfjs', '--out', at('tfjs')]);
  return folder;
}
