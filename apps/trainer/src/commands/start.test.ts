import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyExtractor,
  tinyOptions,
} from '../testing/tiny.js';
import { start } from './start.js';

describe('start', () => {
  it('goes on where it was stopped, and does nothing twice', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const outdir = join(folder, 'runs');
    const run = (context: ReturnType<typeof quietContext>) =>
      start({ data, outdir, backend: 'cpu' }, context, {
        ...tinyOptions,
        loadEncoder: () => Promise.resolve(tinyEncoder),
        model: '@birds/not-installed',
        metrics: ['pr'],
        samples: 8,
        loadExtractor: tinyExtractor,
      });

    // Ctrl-C in Stage-I.
    const first = quietContext();
    const { write } = first.console.output;
    first.console.output.write = (text: string) => {
      if (text.startsWith('step 2/')) first.stop();
      return write(text);
    };
    await expect(run(first)).rejects.toMatchObject({ name: 'StoppedError' });
    expect(first.lines.at(-1)).toBe('stopped at step 2, all saved; go on with: npm start');

    // The rest.
    const second = quietContext();
    await run(second);
    expect(second.lines.join('\n')).toContain('00000-tiny-stage1: go on at step 2');
    expect((await readdir(outdir)).sort()).toEqual([
      '00000-tiny-stage1',
      '00001-tiny-stage2',
      'start.json',
    ]);
    // Grey images, of which a number would mean nothing.
    expect(second.lines.join('\n')).toMatch(/5\/5 {2}Measuring[^]*not measured: all images of/);
    const end = second.lines.at(-1) ?? '';
    for (const [path] of end.matchAll(/\/\S+\.(?:html|png)/g)) await stat(path);
    expect(end).toMatch(/held-out\/grid\.png[^]*sentences\/grid\.png/);

    // Nothing left to do: it only says where to look.
    const before = await readFile(join(outdir, '00001-tiny-stage2', 'log.txt'), 'utf8');
    const third = quietContext();
    await run(third);
    expect(third.lines).toEqual([end]);
    expect(await readFile(join(outdir, '00001-tiny-stage2', 'log.txt'), 'utf8')).toBe(before);
  });
});
