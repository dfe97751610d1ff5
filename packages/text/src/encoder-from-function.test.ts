import { describe, expect, it, vi } from 'vitest';
import { type EncoderFunction, encoderFromFunction } from './encoder-from-function.js';

/** The length and the first letter of a caption. */
const embed = (captions: string[]) =>
  Promise.resolve(captions.flatMap((text) => [text.length, text.charCodeAt(0)]));
const about: EncoderFunction = { name: 'mine', version: '1', dimension: 2, embed };
const made = (changed: Partial<EncoderFunction> = {}) =>
  encoderFromFunction({ ...about, ...changed });

describe('encoderFromFunction', () => {
  it('embeds in batches, in order, as one list of float32', async () => {
    const asked: string[][] = [];
    const counted = (captions: string[]) => {
      asked.push(captions);
      return embed(captions);
    };
    const encoder = await made({ batchSize: 2, embed: counted });
    const embeddings = await encoder.embed(['ab', 'c', 'def']);
    expect(embeddings).toEqual(Float32Array.of(2, 97, 1, 99, 3, 100));
    expect(asked).toEqual([['ab', 'c'], ['def']]);
    expect(await encoder.embed([])).toEqual(new Float32Array());
  });

  it('has another hash for another name, version or dimension, and none of what it computes', async () => {
    const hashOf = async (changed: Partial<EncoderFunction>) => (await made(changed)).hash;
    const hashes = await Promise.all(
      [{}, { name: 'other' }, { version: '2' }, { dimension: 3 }].map(hashOf),
    );
    expect(new Set(hashes).size).toBe(4);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    // Name and version do not run into each other.
    expect(await hashOf({ name: 'a","b', version: 'c' })).not.toBe(
      await hashOf({ name: 'a', version: 'b","c' }),
    );
    expect(await hashOf({ batchSize: 1, embed: () => Promise.resolve([0, 0]) })).toBe(hashes[0]);
  });

  it('hands on what else an encoder has', async () => {
    const dispose = vi.fn();
    const validate = vi.fn();
    const encoder = await made({ validate, unknownShare: () => 1 / 2, dispose });
    encoder.validate!('a');
    encoder.dispose();
    expect([validate.mock.calls, dispose.mock.calls]).toEqual([[['a']], [[]]]);
    expect(encoder.unknownShare!('a')).toBe(1 / 2);
    const plain = await made();
    expect(Object.keys(plain).sort()).toEqual(['dimension', 'dispose', 'embed', 'hash', 'name']);
    plain.dispose();
  });

  it.each<[Partial<EncoderFunction>, string]>([
    [{ name: ' ' }, 'encoderFromFunction has name " ", expected text of 1 to 200 characters'],
    [{ version: undefined as never }, 'has version missing'],
    [{ dimension: 0 }, 'has dimension 0, expected a whole number of 1 or more'],
    [{ dimension: 2.5 }, 'has dimension 2.5'],
    [{ batchSize: 0 }, 'has batchSize 0'],
  ])('refuses %j', async (changed, message) => {
    await expect(made(changed)).rejects.toMatchObject({ name: 'EncoderError' });
    await expect(made(changed)).rejects.toThrow(message);
  });

  it.each<[string, unknown, string]>([
    ['the mean of all tokens missing', new Float32Array(12), 'gave 12 numbers for 2 captions'],
    [
      'nothing',
      undefined,
      'gave 0 numbers for 2 captions; its `embed` must give the rows of [2, 2]',
    ],
    ['rows', [[1, 2], [3]], 'gave 2 numbers for 2 captions'],
    ['NaN', [1, 2, 3, NaN], 'gave NaN for the caption "a bird"; embeddings must be finite numbers'],
    ['what float32 cannot hold', [1, 1e39, 3, 4], 'gave Infinity for the caption "a cat"'],
    ['text', [1, 2, 'x', 4], 'gave NaN for the caption "a bird"'],
  ])('refuses a function that gives %s', async (_, values, message) => {
    const encoder = await made({ embed: () => Promise.resolve(values as number[]) });
    const embedding = encoder.embed(['a cat', 'a bird']);
    await expect(embedding).rejects.toMatchObject({ name: 'EncoderError' });
    await expect(embedding).rejects.toThrow(message);
  });
});
