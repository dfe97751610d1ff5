import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerStackGANLayers } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { humanStudy } from '../commands/human-study.js';
import { sample } from '../commands/sample.js';
import { addContrast } from '../testing/add-contrast.js';
import { quietContext, temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { decodeKey } from './encoded-key.js';
import { sentenceKey } from './sentence-key.js';
import { webpDataUrl } from '../images/webp-data-url.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerStackGANLayers();
});

const SENTENCES = ['a red cat', 'blue dogs', 'three green apples', 'nobody'];
const loadEncoder = () => Promise.resolve(tinyEncoder);

/** The command on a file of `lines`; what its page holds is `page()`. */
async function studyOf(lines: readonly string[], runs?: string) {
  const folder = await temporaryFolder();
  const [file, out] = [join(folder, 'list.txt'), join(folder, 'out')];
  await writeFile(file, lines.join('\n'));
  const common = { data: undefined, captions: 50, perCaption: 5, backend: 'cpu', out };
  const make = ({ sentences = file, seed = 4, context = quietContext() } = {}) =>
    humanStudy({ ...common, collect: undefined, runs, sentences, seed }, context, { loadEncoder });
  const page = async () => {
    const html = await readFile(join(out, 'study.html'), 'utf8');
    const json = /<script type="application\/json" id="study">(.*)<\/script>/.exec(html)![1]!;
    const { key, images } = JSON.parse(json) as { key: string; images: string[] };
    return { key: decodeKey(sentenceKey, key)!, images };
  };
  return { folder, make, page };
}

describe('human-study --sentences', () => {
  it('draws of each sentence what sample draws of it with its seed, and shuffles', async () => {
    const run = await untrainedSnapshot(await temporaryFolder());
    await addContrast(run, 'generator');
    const { folder, make, page } = await studyOf(['', ...SENTENCES, ' '], run);
    const context = quietContext();
    await make({ context });
    expect(context.lines.at(-1)).toMatch(/study\.html \(0\.\d MB\) is the whole study: give it/);
    const { key, images } = await page();
    expect(key).toMatchObject({ run, sentences: SENTENCES, seed: 4 });
    expect([...key.drawnOf].sort()).toEqual([0, 1, 2, 3]);
    expect([...key.lettered].sort()).toEqual([0, 1, 2, 3]);
    expect(new Set(images).size).toBe(4);

    const out = join(folder, 'sampled');
    for (const [number, sentence] of key.drawnOf.entries()) {
      await sample(
        {
          ...{ run, texts: [SENTENCES[sentence]!], seeds: String(4 + sentence), out },
          ...{ captions: undefined, embeddings: undefined, meanOnly: false, data: undefined },
          ...{ interpolate: undefined, nearest: undefined, backend: 'cpu' },
        },
        quietContext(),
        { loadEncoder },
      );
      const png = await sharp(join(out, `000-seed${4 + sentence}.png`))
        .removeAlpha()
        .raw()
        .toBuffer();
      expect(images[number]).toBe(await webpDataUrl({ size: 64, data: png }));
    }

    // The same seed makes the same study. Other seeds make other orders, of images and letters each
    // on their own.
    await make();
    expect(await page()).toEqual({ key, images });
    const places = new Set<string>();
    for (let seed = 0; seed < 6; seed++) {
      await make({ seed });
      const { key } = await page();
      places.add(key.drawnOf.map((sentence) => key.lettered.indexOf(sentence)).join());
    }
    expect(places.size).toBeGreaterThan(3);
  });

  it.each<[what: string, lines: string[], message: RegExp]>([
    [
      'no sentence',
      [],
      /--sentences .*list\.txt has no sentence; give a text file of 2 to 26 sentences, one per/,
    ],
    [
      'one sentence',
      ['a cat'],
      /list\.txt has one sentence, which leaves no choice; give a text file of 2 to 26/,
    ],
    [
      'more sentences than letters',
      Array.from({ length: 27 }, (_, index) => `cat ${index}`),
      /has 27 sentences, and there are letters for 26; leave some out, or make a second study/,
    ],
    [
      'a sentence twice',
      ['a cat', '', 'a dog', 'A  cat'],
      /list\.txt, line 1 and .*line 4 are both "A {2}cat", and raters cannot tell them apart; change one/,
    ],
    [
      'an over-long sentence',
      ['a cat', 'x'.repeat(501)],
      /list\.txt, line 2: The caption .* has 501 characters; shorten/,
    ],
  ])('refuses %s', async (_, lines, message) => {
    const { make } = await studyOf(lines, 'run');
    await expect(make()).rejects.toThrow(message);
  });

  it('refuses a file that is not there, no run, several runs, and a seed too near to the last', async () => {
    const { make } = await studyOf(SENTENCES, 'run');
    await expect(make({ sentences: 'not/there' })).rejects.toThrow(
      '--sentences not/there cannot be read; give a text file of 2 to 26 sentences, one per line',
    );
    await expect(make({ seed: Number.MAX_SAFE_INTEGER })).rejects.toThrow(
      /--seed 9007199254740991: .* the largest for 4 is 9007199254740988/,
    );
    await expect((await studyOf(SENTENCES)).make()).rejects.toThrow(/name it: --runs <folder>/);
    await expect((await studyOf(SENTENCES, 'a, b')).make()).rejects.toThrow(
      /--runs a, b names 2 runs, and --sentences are drawn with one; make a study of each/,
    );
  });
  it('refuses a run whose encoder is unknown', async () => {
    const run = await untrainedSnapshot(await temporaryFolder());
    const file = join(run, 'options.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"tiny-hash-1"', '"unknown"'));
    await expect((await studyOf(SENTENCES, run)).make()).rejects.toThrow(
      /the caption encoder of .* is unknown, so it cannot draw sentences; import it with --data/,
    );
  });
});
