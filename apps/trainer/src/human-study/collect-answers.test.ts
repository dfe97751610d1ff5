import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { tinyStudy } from '../testing/tiny-study.js';
import { collectAnswers } from './collect-answers.js';
import type { Study } from './draw-study.js';
import { encodeKey, studyId } from './encoded-key.js';
import { rankingPage } from './ranking-page.js';

let study: Study;
beforeAll(async () => void (study = await tinyStudy()));

const LETTERS = [
  ['A', 'B', 'C'],
  ['B', 'C', 'A'],
  ['C', 'A', 'B'],
];

/** A file as the page saves it; its answers, if not given, rank models 0, 1, 2 each time. */
function answersText({
  rater = 'r1',
  answers = LETTERS,
  of = study,
  key = encodeKey(of.key),
} = {}): string {
  const kind = 'stackgan-human-study';
  const id = studyId(encodeKey(of.key));
  return JSON.stringify({ kind, format: 1, study: id, rater, answers, key });
}

describe('collectAnswers', () => {
  it('turns letters back into models and prints mean ranks ± standard errors', async () => {
    const folder = await temporaryFolder();
    const [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
    await writeFile(a, answersText());
    // The second rater swaps the best two, once: model 0 has ranks 1 1 1 1 1 2, of mean 7/6 and
    // error 1/6.
    const swapped = [['B', 'A', 'C'], ...LETTERS.slice(1)];
    await writeFile(b, answersText({ rater: 'r2', answers: swapped }));
    const lines = (await collectAnswers([a, b])).split('\n');
    expect(lines.slice(1, 4)).toEqual([
      '  runs/paper    1.17 ± 0.17',
      '  runs/tf       1.83 ± 0.17',
      '  runs/pytorch  3.00 ± 0.00',
    ]);
    expect(lines.at(-1)).toContain(
      '2 raters, 3 captions, 2 images of each; 6 rankings, treated as independent, of these 3 models only',
    );
  });

  it('refuses a key that was changed, with a study of its own', async () => {
    const path = join(await temporaryFolder(), 'changed.json');
    const { key } = study;
    for (const changed of [
      { ...key, orders: key.orders.slice(1) },
      { ...key, orders: key.orders.map(() => [0, 0, 0]) },
      { ...key, orders: key.orders.map(() => [0, 1, 99]) },
    ]) {
      const encoded = encodeKey(changed);
      const file = JSON.parse(answersText({ key: encoded })) as object;
      await writeFile(path, JSON.stringify({ ...file, study: studyId(encoded) }));
      await expect(collectAnswers([path])).rejects.toThrow(/is damaged: its key is not that/);
    }
  });

  it('refuses what it cannot count, and says which file it is', async () => {
    const folder = await temporaryFolder();
    const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
    await writeFile(good, answersText());
    const other = await tinyStudy({ seed: 1 });
    const cases: [text: string, message: RegExp][] = [
      [answersText({ of: other, rater: 'r2' }), /bad.json is of study \w{16}, .*good.json of/],
      [answersText(), /good.json and .*bad.json are of the same rater/],
      [
        answersText().slice(0, -5),
        /bad.json is not a file of answers, or is damaged; have its rater/,
      ],
      ['{"kind":"other"}', /bad.json is not a file of answers, or is damaged \(at kind\)/],
      [answersText({ answers: [['A', 'B', 'C'], [], []] }), /incomplete: it ranks 1 of 3 captions/],
      [answersText({ answers: LETTERS.slice(1) }), /incomplete: it ranks 2 of 3 captions/],
      [
        answersText({ answers: [['A', 'A', 'C'], ...LETTERS.slice(1)] }),
        /caption 1 is ranked "A A C", not each of A B C once/,
      ],
      [answersText({ answers: [['A', 'B'], ...LETTERS.slice(1)] }), /ranked "A B", not each/],
      [answersText({ key: encodeKey(other.key) }), /is damaged: its key is not that of study/],
    ];
    for (const [text, message] of cases) {
      await writeFile(bad, text);
      await expect(collectAnswers([good, bad])).rejects.toThrow(message);
    }
    await expect(collectAnswers([join(folder, 'no.json')])).rejects.toThrow(
      /no.json cannot be read/,
    );
  });
});

describe('rankingPage', () => {
  it('names no model, and holds captions as data, not as HTML', () => {
    const page = rankingPage(study);
    for (const name of ['paper', 'pytorch', 'runs/']) expect(page).not.toContain(name);
    expect(page).not.toContain('</script><b>');
    const json = /<script type="application\/json" id="study">(.*)<\/script>/.exec(page)![1]!;
    const { captions } = JSON.parse(json) as { captions: { text: string }[] };
    expect(captions.map(({ text }) => text)).toEqual(study.key.captions);
  });
});
