import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { tinySentenceStudy } from '../testing/tiny-sentence-study.js';
import { tinyStudy } from '../testing/tiny-study.js';
import { collectAnswers } from './collect-answers.js';
import type { SentenceStudy } from './draw-sentences.js';
import { decodeKey, encodeKey, studyId } from './encoded-key.js';
import { sentenceKey } from './sentence-key.js';
import { sentencePage } from './sentence-page.js';

let study: SentenceStudy;
beforeAll(async () => void (study = await tinySentenceStudy()));

/** The images are of the sentences 2, 0 and 1, whose letters are B, C and A. */
const RIGHT = ['B', 'C', 'A'];

/** A file as the page saves it. */
function answersText({
  rater = 'r1',
  answers = RIGHT,
  of = study as { key: object },
  kind = 'stackgan-sentence-study',
  key = encodeKey(of.key),
}: Partial<{
  rater: string;
  answers: unknown[];
  of: { key: object };
  kind: string;
  key: string;
}> = {}): string {
  const id = studyId(encodeKey(of.key));
  return JSON.stringify({ kind, format: 1, study: id, rater, answers, key });
}

describe('collectAnswers, of a sentence study', () => {
  it('counts images with their sentence, and says which were taken for which', async () => {
    const folder = await temporaryFolder();
    const paths = ['a.json', 'b.json', 'c.json'].map((name) => join(folder, name));
    const answers = [RIGHT, ['C', 'B', 'A'], ['C', 'A', 'B']];
    for (const [index, path] of paths.entries()) {
      await writeFile(path, answersText({ rater: `r${index}`, answers: answers[index]! }));
    }
    const text = await collectAnswers(paths);
    const [cat, dog, apples] = study.key.sentences.map((sentence) => `“${sentence}”`);
    expect(text.replaceAll(`${folder}/`, '').replaceAll(/ {2,}/g, '  ').split('\n')).toEqual([
      `study ${studyId(encodeKey(study.key))}: which sentence is this?`,
      '  a.json  3 of 3 images matched with their sentence',
      '  b.json  1 of 3 images matched with their sentence',
      '  c.json  0 of 3 images matched with their sentence',
      '  mean  1.3 of 3 (44 %)',
      '  chance  1.0 of 3 (33 %), expected from guessing',
      'Confused',
      `  ${apples} was taken for ${cat}, by 2`,
      `  ${cat} was taken for ${apples}, by 1`,
      `  ${cat} was taken for ${dog}, by 1`,
      `  ${dog} was taken for ${apples}, by 1`,
      'Protocol',
      '  3 raters, 3 sentences, one image of each by runs/secret, seed 0; each sentence chosen once',
    ]);
    expect(await collectAnswers(paths.slice(0, 1))).toContain('No sentence was taken for another');
  });

  it('refuses what it cannot count, and says which file it is', async () => {
    const folder = await temporaryFolder();
    const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')];
    await writeFile(good, answersText());
    const [other, ranking] = [await tinySentenceStudy({ seed: 1 }), await tinyStudy()];
    const ranks = { of: ranking, kind: 'stackgan-human-study' };
    const cases: [text: string, message: RegExp][] = [
      [
        answersText({
          ...ranks,
          rater: 'r2',
          answers: [
            ['A', 'B', 'C'],
            ['A', 'B', 'C'],
            ['A', 'B', 'C'],
          ],
        }),
        /bad.json ranks models, .*good.json chooses sentences of images; collect one study at a time/,
      ],
      [answersText({ of: other, rater: 'r2' }), /bad.json is of study \w{16}, .*good.json of/],
      [answersText(), /good.json and .*bad.json are of the same rater/],
      [
        answersText({ answers: ['B', '', 'A'] }),
        /incomplete: 2 of 3 images have a sentence; have its/,
      ],
      [answersText({ answers: ['B', 'A'] }), /incomplete: 2 of 3 images have a sentence/],
      [answersText({ answers: ['B', 'D', 'A'] }), /image 2 has "D", none of A B C/],
      [answersText({ answers: ['B', 'A', 'B'] }), /image 3 has "B", as image 1 has/],
      [
        answersText({ answers: [['B'], 'C', 'A'] }),
        /not a file of answers, or is damaged \(at answers.0\)/,
      ],
      [answersText({ key: encodeKey(other.key) }), /is damaged: its key is not that of study/],
      // A key of the other kind is no key of this one.
      [answersText({ of: ranking }), /is damaged: its key is not that of study/],
    ];
    for (const [text, message] of cases) {
      await writeFile(bad, text);
      await expect(collectAnswers([good, bad])).rejects.toThrow(message);
    }
  });
});

describe('sentencePage', () => {
  it('holds sentences as data, not as HTML, in the order of their letters, and the key only encoded', () => {
    const page = sentencePage(study);
    expect(page).not.toContain('secret');
    expect(page).not.toContain('</script><b>');
    const json = /<script type="application\/json" id="study">(.*)<\/script>/.exec(page)![1]!;
    const content = JSON.parse(json) as Record<string, string[]> & { key: string };
    const [cat, dog, apples] = study.key.sentences;
    expect(content['sentences']).toEqual([dog, apples, cat]);
    expect(content['images']).toEqual(study.images);
    expect(Object.keys(content).sort()).toEqual([
      'images',
      'key',
      'kind',
      'noAnswers',
      'sentences',
      'study',
    ]);
    expect(decodeKey(sentenceKey, content.key)).toEqual(study.key);
    expect(decodeKey(sentenceKey, content.key.slice(4))).toBeUndefined();
  });
});
