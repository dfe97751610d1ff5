import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { isEncoderModule } from './encoder-module.js';
import { openEncoder } from './open-encoder.js';

/** What `--encoder` makes of a module with this text. */
async function opened(text: string, name = 'mine.mjs') {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, text);
  return openEncoder(file);
}

const FIELDS = `name: 'lengths', hash: 'lengths-1', dimension: 1`;
const EMBED = 'embed: async (captions) => Float32Array.from(captions, (text) => text.length)';

describe('--encoder sentence', () => {
  it('is the sentence encoder, as without the flag', async () => {
    const encoder = await openEncoder('sentence');
    expect(encoder.name).toBe(SENTENCE_ENCODER_NAME);
    encoder.dispose();
  });
});

describe('--encoder with a module', () => {
  it('takes its default export, which may wait for something', async () => {
    const encoder = await opened(
      `await Promise.resolve(); export default { ${FIELDS}, ${EMBED}, unknownShare: () => 1 / 4 };`,
    );
    expect(encoder).toMatchObject({ name: 'lengths', hash: 'lengths-1', dimension: 1 });
    expect(await encoder.embed(['a', 'abc'])).toEqual(Float32Array.of(1, 3));
    expect(encoder.unknownShare!('a')).toBe(1 / 4);
    expect(encoder.validate).toBeUndefined();
    encoder.dispose();
  });

  it('takes an object of a class, with its methods and what these keep', async () => {
    const encoder = await opened(
      `class Lengths {
        name = 'lengths'; hash = 'lengths-1'; dimension = 1; #factor = 2; #isFree = false;
        async embed(captions) {
          if (this.#isFree) throw new Error('freed');
          return Float32Array.from(captions, (text) => this.#factor * text.length);
        }
        validate(caption) { if (caption.length < this.#factor) throw new Error('too short'); }
        dispose() { this.#isFree = true; }
      }
      export default new Lengths();`,
      'mine.js',
    );
    expect(await encoder.embed(['abc'])).toEqual(Float32Array.of(6));
    expect(() => encoder.validate!('a')).toThrow('too short');
    encoder.dispose();
    await expect(encoder.embed(['abc'])).rejects.toThrow('freed');
  });

  it.each([
    ['', /the default export of .*mine\.mjs is no encoder; export default await encoderFromF/u],
    ['export default () => 1;', /is no encoder; export default/u],
    [
      `export default { name: 'a', dimension: 1, ${EMBED} };`,
      /since its hash is missing or wrong/u,
    ],
    [`export default { ${FIELDS}, dimension: 0.5, ${EMBED} };`, /since its dimension is missing/u],
    [`export default { ${FIELDS}, embed: 7 };`, /since its embed is missing or wrong/u],
    [`throw new Error('no key');`, /the encoder .*mine\.mjs does not run \(no key\)/u],
    [`import 'no-such-package';`, /does not run \(.*no-such-package/u],
    ['export default {', /does not run \(/u],
  ])('refuses %j', async (text, message) => {
    const opening = opened(text);
    await expect(opening).rejects.toMatchObject({ name: 'UsageError' });
    await expect(opening).rejects.toThrow(message);
  });

  it('refuses one that is not there', async () => {
    await expect(openEncoder('no-such-folder/mine.mjs')).rejects.toThrow(/mine\.mjs does not run/u);
  });

  it.each([
    ['mine.mjs', true],
    ['a/mine.js', true],
    ['MINE.MJS', true],
    ['encoders/mine', false],
    ['encoders/mine.mjs/', false],
    ['encoders.js/mine', false],
  ])('%s: %s', (path, isModule) => {
    expect(isEncoderModule(path)).toBe(isModule);
  });
});
