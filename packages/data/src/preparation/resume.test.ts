import { cpSync, readdirSync } from 'node:fs';
import {
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SeededRandom } from '@stackgan/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DatasetSource, SourceExample } from '../source/dataset-source.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { fabricatedSource, image } from '../testing/fabricated-source.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { prepareDataset, type PrepareOptions } from './prepare-dataset.js';
import type { PrepareProgress } from './prepare-progress.js';

let images: Uint8Array[] = [];

/**
 * 120 images, one of them broken, of 80 captions each: more than are embedded between two entries
 * in the journal. `read` has the ids of the images that were read.
 */
function source(read: string[] = []): DatasetSource {
  const example = (i: number): SourceExample => ({
    id: `p${i}`,
    class: `c${i % 3}`,
    split: i % 4 === 3 ? 'test' : 'train',
    captions: Array.from({ length: 80 }, (_, k) => `${'x'.repeat(k % 7)} ${k} ${i}`),
    image: async () => {
      read.push(`p${i}`);
      return i === 30 ? Uint8Array.of(1, 2, 3) : images[i % 5]!;
    },
  });
  const examples = () => Array.from({ length: 120 }, (_, i) => example(i));
  return { ...fabricatedSource(), size: 120, examples };
}

/** Prepares `parent`/set; `events` gets what was reported. */
async function prepare(
  parent: string,
  options: Partial<PrepareOptions> & { events?: PrepareProgress[] } = {},
): Promise<string> {
  const outDir = join(parent, 'set');
  await prepareDataset({
    ...{ source: source(), encoder: countingEncoder(), sizes: [8, 16], outDir },
    onProgress: (event) => void options.events?.push(event),
    ...options,
  });
  return outDir;
}

/** The content of all files in a folder. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).map(
    async (name) => [name, (await readFile(join(folder, name))).toString('latin1')] as const,
  );
  return Object.fromEntries(await Promise.all(files));
}

/** The name of the folder that a killed process leaves. */
const killed = '.set.partial-999999999-1';

/** Events of a preparation: images are packed until the eighth, then captions embedded. */
const moments = [0, 8, 12, 18, 19];
let root = '';
let eventCount = 0;
let expected: Record<string, string> = {};

// Prepares once, and copies what a kill at each of these events would leave.
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackgan-data-'));
  images = await Promise.all([0, 1, 2, 3, 4].map((value) => image(value, 8)));
  const onProgress = () => {
    const staging = readdirSync(root).find((name) => name.startsWith('.set.partial-'))!;
    const event = eventCount++;
    if (!moments.includes(event)) return;
    cpSync(join(root, staging), join(root, String(event)), { recursive: true });
  };
  expected = await contentOf(await prepare(root, { onProgress }));
});
afterAll(() => rm(root, { recursive: true }));

/** A new folder with what a kill at this event leaves. */
async function leftAt(event: number): Promise<string> {
  const parent = await temporaryFolder();
  await cp(join(root, String(event)), join(parent, killed), { recursive: true });
  return parent;
}

describe('a preparation that is interrupted', () => {
  it('goes on after the images and captions done, and gives the same files', async () => {
    const parent = await temporaryFolder();
    const stopAt = async (phase: 'images' | 'captions', done: number) => {
      const read: string[] = [];
      const events: PrepareProgress[] = [];
      const encoder = countingEncoder();
      const onProgress = (event: PrepareProgress) => {
        events.push(event);
        if (event.phase === phase && event.done >= done) throw new Error('stopped');
      };
      const options = { source: source(read), encoder, onProgress };
      const result = prepare(parent, options);
      if (Number.isFinite(done)) await expect(result).rejects.toThrow('stopped');
      else await result;
      return { read: read.length, asked: encoder.asked.length, events };
    };
    const first = await stopAt('images', 48);
    expect(first.events.at(-1)).toEqual({ phase: 'stopped', done: 48 });
    expect(await readdir(parent)).toEqual(['.set.partial-kept']);

    const second = await stopAt('images', 96);
    expect(second.events).toContainEqual({ phase: 'resumed', done: 48, total: 120 });
    expect(second.events).not.toContainEqual(expect.objectContaining({ phase: 'restarted' }));

    const third = await stopAt('captions', 9000);
    expect(third.read).toBe(120 - 96);
    expect(third.asked).toBe(9 * 1024);

    const last = await stopAt('captions', Infinity);
    expect(last.read).toBe(0);
    expect(last.asked).toBe(119 * 80 - 8 * 1024);
    expect(await readdir(parent)).toEqual(['set']);
    expect(await contentOf(join(parent, 'set'))).toEqual(expected);
  });

  it('by a kill at any time loses no more than what was not yet noted', async () => {
    expect(eventCount).toBe(20);
    for (const event of moments) {
      const folder = await leftAt(event);
      expect(await contentOf(await prepare(folder))).toEqual(expected);
      expect(await readdir(folder)).toEqual(['set']);
    }
  });

  it('does not depend on files that were cut off anywhere, as by a power cut', async () => {
    const random = new SeededRandom(1);
    for (const name of ['examples.jsonl', 'images-8.bin', 'embeddings.safetensors', 'journal']) {
      for (const most of [3, Infinity]) {
        const parent = await leftAt(18);
        const left = join(parent, killed);
        const { size } = await stat(join(left, name));
        await truncate(join(left, name), size - 1 - random.integer(Math.min(most, size)));
        expect(await contentOf(await prepare(parent))).toEqual(expected);
      }
    }
  });

  it('begins anew if the source or the options are others, and says so', async () => {
    const onProgress = ({ phase }: PrepareProgress) => {
      if (phase === 'restarted') throw new Error('restarted');
    };
    for (const change of [
      { source: { ...source(), licence: 'other' } },
      { preprocessing: { filter: 'bicubic' } },
      { encoder: { ...countingEncoder(), hash: 'other' } },
    ] as const) {
      const failing = prepare(await leftAt(18), { ...change, onProgress });
      await expect(failing).rejects.toThrow('restarted');
    }
    const change = { sizes: [16, 8] };
    const found = await contentOf(await prepare(await leftAt(18), change));
    expect(found).toEqual(await contentOf(await prepare(await temporaryFolder(), change)));
  });

  it('leaves nothing if the source is at fault: once corrected, its images are others', async () => {
    const parent = await temporaryFolder();
    const read = { ...source(), examples: () => [] };
    await expect(prepare(parent, { source: read })).rejects.toMatchObject({ fault: 'empty' });
    const broken = fabricatedSource({ count: 40, broken: [30] });
    const failing = prepare(parent, { source: broken });
    await expect(failing).rejects.toMatchObject({ fault: 'undecodable' });
    expect(await readdir(parent)).toEqual([]);
  });

  it('does not write through a link in what was left', async () => {
    const parent = await leftAt(18);
    const precious = join(parent, 'precious');
    await writeFile(precious, 'precious');
    await symlink(precious, join(parent, killed, 'images-32.bin'));
    expect(await contentOf(await prepare(parent))).toEqual(expected);
    expect(await readFile(precious, 'utf8')).toBe('precious');
  });
});
