import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { appendEvaluation, readEvaluations } from '../run-directory/metrics-log.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { runOptionsText } from '../run-directory/run-options.js';
import { temporaryFolder } from '../testing/tiny.js';
import { writeReport } from './write-report.js';

const run = {
  format: 1,
  totalSteps: 200,
  dataset: { name: 'tiny', licence: 'CC0', attribution: 'nobody' },
  encoder: { name: 'tiny', hash: 'h', dimension: 4 },
  options: resolveOptions({ stage: 1, preset: 'quick-start', overrides: {} }),
};

const evaluationAt = (step: number) => ({
  ...{ step, of: `step ${step}`, samples: 40, seed: 0, data: 'tiny', extractor: 'no features' },
  measurements: [
    {
      ...{ name: 'Attributes', value: step / 400, interval: { low: 0.1, high: 0.6 } },
      ...{ better: 'higher' as const, protocol: 'as it was done' },
      attributes: {
        statements: 30,
        attributes: [
          {
            ...{ name: 'hair <colour>', count: 1030, accuracy: 0.617, low: 0.57, high: 0.67 },
            ...{ chance: 0.15, real: 0.99, scaled: 0.556 },
          },
        ],
        leftOut: [{ name: 'frame', reason: 'it has one value, grey' }],
      },
    },
  ],
});

describe('attributes in a report', () => {
  it('are a table of the newest numbers, and the mean a curve over the steps', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'options.json'), runOptionsText(run));
    for (const step of [100, 200]) await appendEvaluation(folder, evaluationAt(step));
    // Nothing is lost on the way through the file.
    expect(await readEvaluations(folder)).toEqual([100, 200].map(evaluationAt));

    const { document } = parseHTML(await readFile(await writeReport(folder), 'utf8'));
    const cells = [...document.querySelectorAll('.attributes tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
    );
    expect(cells).toEqual([
      ['attribute', 'as stated', 'chance', 'real', 'from chance 0 to real 1', 'stated'],
      ['hair <colour>', '0.62 (0.57–0.67)', '0.15', '0.99', '0.56', '1,030'],
    ]);
    const section = [...document.querySelectorAll('section')].find(
      (one) => one.querySelector('h2')?.textContent === 'Metrics',
    )!;
    expect(section.textContent).toContain('Attributes0.50 (0.10–0.60)higher is better');
    expect(section.textContent).toContain('frame is left out: it has one value, grey');
    const [figure] = section.querySelectorAll('.charts figure');
    expect(figure?.querySelector('h3')?.textContent).toBe('Attributes');
    expect(figure?.querySelectorAll('svg [aria-label="line"] path')).toHaveLength(1);
  });
});
