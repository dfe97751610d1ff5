import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { appendTick } from '../run-directory/run-log.js';
import { runOptionsText } from '../run-directory/run-options.js';
import { temporaryFolder } from '../testing/tiny.js';
import { spread } from '../shared/spread.js';
import { writeReport } from './write-report.js';

const run = {
  format: 1,
  totalSteps: 100,
  dataset: { name: 'tiny <set>', licence: 'CC0', attribution: 'nobody' },
  encoder: { name: 'tiny', hash: 'h', dimension: 4 },
  options: resolveOptions({ stage: 1, preset: 'quick-start', overrides: {} }),
};

const tickAt = (step: number) => ({
  step,
  kimg: step / 10,
  epoch: 0,
  seconds: step,
  imagesPerSecond: 50,
  learningRate: 2e-4,
  losses: {
    'discriminator.matched': 1 / step,
    'discriminator.mismatched': 2 / step,
    'discriminator.generated': 3 / step,
    'generator.adversarial': step,
    'generator.kl': 0.1,
  },
  tensors: 1,
  memoryMB: 1,
});

describe('writeReport', () => {
  it('draws curves, grids and options into one page that needs nothing else', async () => {
    const folder = join(await temporaryFolder(), '00003-tiny-stage1');
    await mkdir(folder);
    await writeFile(join(folder, 'options.json'), runOptionsText(run));
    await writeFile(join(folder, 'fakes-000000.png'), 'first');
    await writeFile(join(folder, 'fakes-000010.png'), 'second');
    for (const step of [5, 10]) await appendTick(folder, tickAt(step));
    const html = await readFile(await writeReport(folder), 'utf8');

    const { document } = parseHTML(html);
    expect(document.querySelector('h1')?.textContent).toBe('00003-tiny-stage1');
    const figures = [...document.querySelectorAll('.charts figure')];
    expect(figures.map((figure) => figure.querySelector('h3')?.textContent)).toEqual([
      'Discriminator losses',
      'Generator loss',
      'KL term of conditioning augmentation',
      'Speed',
    ]);
    const curves = figures.map(
      (figure) => figure.querySelectorAll('svg [aria-label="line"] path').length,
    );
    expect(curves).toEqual([3, 1, 1, 1]);
    const sources = [...document.querySelectorAll('.frames img')].map((img) =>
      img.getAttribute('src'),
    );
    expect(sources).toEqual(['first', 'second'].map((png) => `data:image/png;base64,${btoa(png)}`));
    expect(document.querySelector('.options')?.textContent).toContain('network.gf');
    expect(document.querySelector('footer')?.textContent).toContain('tiny <set>');
    expect(html.match(/(?:src|href)="(?!data:)/g)).toBeNull();
  });

  it('loads itself again until the last step, and its measurement, are done', async () => {
    const refresh = async (metrics: string, steps: number[], measured: number[] = []) => {
      const folder = await temporaryFolder();
      const options = { ...run.options, metrics };
      await writeFile(join(folder, 'options.json'), runOptionsText({ ...run, options }));
      for (const step of steps) await appendTick(folder, tickAt(step));
      for (const step of measured) {
        const rest = { of: 'a', samples: 1, seed: 0, data: 'd', extractor: 'e', measurements: [] };
        await appendEvaluation(folder, { step, ...rest });
      }
      const { document } = parseHTML(await readFile(await writeReport(folder), 'utf8'));
      return document.querySelector('[data-refresh]')?.getAttribute('data-refresh');
    };
    expect(await refresh('', [5, 99])).toBe('30');
    expect(await refresh('', [5, 100])).toBeUndefined();
    expect(await refresh('fid', [100], [50])).toBe('30');
    expect(await refresh('fid', [100], [50, 100])).toBeUndefined();
    expect(await refresh('', [])).toBeUndefined();
  });

  it('can be written before the first tick', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'options.json'), runOptionsText(run));
    expect(await readFile(await writeReport(folder), 'utf8')).toContain('Options');
  });
});

describe('spread', () => {
  it('keeps first and last', () => {
    expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
  });
});
