import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkExamples } from '../examples/check-examples.js';
import { command } from './command.js';
import { checkConsumer } from './consumer.js';
import { packAll, type Packed } from './pack-all.js';
import type { Tally } from './tally.js';

/** Looks at the packed files as a stranger would: their metadata, their types, and in use. */
export async function packTest(tally: Tally): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-pack-'));
  let packed: Packed[] = [];
  try {
    if (!(await tally.check('npm pack', async () => (packed = await packAll(folder))))) return;
    for (const { manifest, tarball } of packed) {
      await tally.check(`publint ${manifest.name}`, () =>
        command('publint', ['run', tarball, '--strict', '--pack=false']),
      );
      if (manifest.exports === undefined) continue;
      await tally.check(`attw ${manifest.name}`, () =>
        command('attw', [tarball, '--no-definitely-typed', '--format=ascii']),
      );
    }
    await checkConsumer(tally, packed, join(folder, 'consumer'));
    await checkExamples(tally, packed, join(folder, 'examples'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
