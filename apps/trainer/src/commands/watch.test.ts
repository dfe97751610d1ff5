import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { appendLog, appendTick } from '../run-directory/run-log.js';
import { runOptionsText } from '../run-directory/run-options.js';
import { Console } from '../shared/progress-line.js';
import { quietContext, temporaryFolder } from '../testing/tiny.js';
import { watch } from './watch.js';

const tickAt = (step: number) => ({
  ...{ step, kimg: step, epoch: 0, seconds: step, imagesPerSecond: 5, learningRate: 0.1 },
  ...{ losses: { 'generator.loss': step }, tensors: 1, memoryMB: 1 },
});

async function newRun(outdir: string, name: string): Promise<string> {
  const run = join(outdir, name);
  await mkdir(run, { recursive: true });
  const settings = {
    ...{ format: 1, totalSteps: 100 },
    dataset: { name: 'tiny', licence: 'CC0', attribution: 'nobody' },
    encoder: { name: 'tiny', hash: 'h', dimension: 4 },
    options: resolveOptions({ stage: 1, preset: 'quick-start', overrides: {} }),
  };
  await writeFile(join(run, 'options.json'), runOptionsText(settings));
  await appendTick(run, tickAt(10));
  await appendLog(run, 'a log line');
  return run;
}

it('prints the newest run once where there is no terminal, without lines that were cut off', async () => {
  const outdir = await temporaryFolder();
  await newRun(outdir, '00000-a');
  const newest = await newRun(outdir, '00001-a');
  await appendFile(join(newest, 'stats.jsonl'), '{"step":20,"kimg":2');
  await appendFile(join(newest, 'log.txt'), 'step 20 of');
  const context = quietContext();
  await watch({ run: 'latest', outdir }, context);
  const text = context.lines.join('\n');
  expect(text).toContain('00001-a: Stage-I');
  expect(text).toContain('step 10 of 100');
  expect(text).toMatch(/a log line$/);
});

it('names what is missing', async () => {
  const outdir = await temporaryFolder();
  await expect(watch({ run: 'latest', outdir }, quietContext())).rejects.toThrow('no run in');
  await expect(watch({ run: outdir, outdir }, quietContext())).rejects.toThrow('no options.json');
});

it('follows the run on a terminal of any size until Ctrl-C, and leaves the terminal as it was', async () => {
  const run = await newRun(await temporaryFolder(), '00000-a');
  const controller = new AbortController();
  const listeners = new Set<() => void>();
  const written: string[] = [];
  const output = {
    ...{ isTTY: true, columns: 40, rows: 3 },
    on: (_: 'resize', listener: () => void) => listeners.add(listener),
    off: (_: 'resize', listener: () => void) => listeners.delete(listener),
    write: (text: string) => written.push(text),
  };
  const frames = () => written.filter((text) => text.startsWith('\u001b[H'));
  const context = { console: new Console(output), signal: controller.signal };
  const ended = watch({ run, outdir: '' }, context);

  const until = (text: string) =>
    expect.poll(() => frames().at(-1), { timeout: 4000 }).toContain(text);
  await until('10 %');
  // Three lines, each of at most 39 columns and cleared to its end.
  const lines = frames()[0]!.split('\r\n');
  expect(lines.length).toBe(3);
  const columns = lines.map((line) => line.replace(/^\u001b\[H/, '').indexOf('\u001b[K'));
  expect(Math.max(...columns)).toBe(39);

  output.rows = 9;
  for (const listener of listeners) listener();
  expect(frames().at(-1)!.split('\r\n').length).toBe(8);

  await appendTick(run, tickAt(55));
  await until('55 %');
  controller.abort();
  await ended;
  expect(listeners.size).toBe(0);
  const text = written.join('');
  expect(text.startsWith('\u001b[?1049h\u001b[?25l')).toBe(true);
  const afterwards = text.split('\u001b[?25h\u001b[?1049l');
  expect(afterwards.length).toBe(2);
  expect(afterwards[1]).toContain('55 %');
  expect(afterwards[1]).not.toContain('\u001b');
});
