import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { runOptionsText } from '../run-directory/run-options.js';
import { temporaryFolder } from '../testing/tiny.js';
import { writeReport } from './write-report.js';

it('runs no script and makes no element of what the files of a run say', async () => {
  const folder = await temporaryFolder();
  const hostile = `</title></script><script>alert(1)</script><img src=x onerror="alert(2)">'" onload='x`;
  const overrides = { data: hostile };
  const run = {
    ...{ format: 1, totalSteps: 1 },
    dataset: { name: hostile, licence: hostile, attribution: hostile },
    encoder: { name: hostile, hash: hostile, dimension: 4 },
    options: resolveOptions({ stage: 1, preset: 'quick-start', overrides }),
  };
  await writeFile(join(folder, 'options.json'), runOptionsText(run));
  const evaluation = (step: number, name: string) => ({
    ...{ step, of: name, samples: 1, seed: 0, data: name, extractor: name },
    measurements: [
      {
        ...{ name, value: step, better: 'higher' as const, protocol: name },
        attributes: {
          ...{ statements: 1, leftOut: [{ name, reason: name }] },
          attributes: [
            { name, count: 1, accuracy: 1, low: 1, high: 1, chance: 1, real: 1, scaled: 1 },
          ],
        },
      },
    ],
  });
  const pageOf = async (name: string) => {
    await writeFile(join(folder, 'metrics.jsonl'), '');
    for (const step of [1, 2]) await appendEvaluation(folder, evaluation(step, name));
    const { document } = parseHTML(await readFile(await writeReport(folder), 'utf8'));
    return document;
  };
  const page = await pageOf(hostile);
  const plain = await pageOf('plain');
  expect(page.querySelector('footer')!.textContent).toContain(hostile);
  const policy = page.querySelector('meta[http-equiv]')!.getAttribute('content');
  expect(policy).toMatch(/^default-src 'none'; img-src data:;/);
  const elements = (document: typeof page) =>
    [...document.querySelectorAll('*')].map(
      (element) => `${element.tagName} ${element.getAttributeNames().join(' ')}`,
    );
  expect(elements(page)).toEqual(elements(plain));
});
