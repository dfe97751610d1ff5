import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureTensor, sentences, weightsOf } from '../../fixtures/char-cnn-rnn.js';
import { type EncoderFiles, fetchEncoder } from '../encoder-folder/encoder-files.js';
import { packCharCnnRnn } from './char-cnn-rnn-files.js';
import { loadCharCnnRnn } from './load-char-cnn-rnn.js';

const T = 12;
const about = { name: 'tiny', source: 'a fixture' };
let files: EncoderFiles;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await packCharCnnRnn({ ...about, weights: weightsOf('gru') });
});

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The files with other fields in `encoder.json`. */
const changed = (fields: object): EncoderFiles => {
  const description = { ...(JSON.parse(textOf(files['encoder.json'])) as object), ...fields };
  return { ...files, 'encoder.json': new TextEncoder().encode(JSON.stringify(description)) };
};

describe('loadCharCnnRnn', () => {
  it.each(['rnn', 'gru'])('embeds as PyTorch with %s, by the options of the file', async (form) => {
    for (const [letters, lowerCase] of [
      ['lower', true],
      ['kept', false],
    ] as const) {
      for (const unknown of ['zero', 'space'] as const) {
        const weights = weightsOf(form);
        const packed = await packCharCnnRnn({ ...about, weights, lowerCase, unknown });
        const encoder = await loadCharCnnRnn(packed);
        const { data } = fixtureTensor(`${form}/${letters}/${unknown}`);
        // The fixture has a caption that an encoder refuses.
        const rows = sentences.flatMap((sentence, row) => (sentence === '' ? [] : [row]));
        const embeddings = await encoder.embed(rows.map((row) => sentences[row]!));
        for (const [place, row] of rows.entries()) {
          for (let i = 0; i < T; i++) {
            expect(embeddings[place * T + i]).toBeCloseTo(data[row * T + i]!, 4);
          }
        }
        encoder.dispose();
      }
    }
  });

  it('embeds a caption alike, whatever else is embedded, and keeps no tensors', async () => {
    const before = tf.memory().numTensors;
    const encoder = await loadCharCnnRnn(files);
    const alone = await encoder.embed(['a red bird']);
    const many = Array.from({ length: 69 }, (_, i) => (i === 66 ? ' a red bird ' : `bird ${i}`));
    const together = await encoder.embed(many);
    expect(together.length).toBe(69 * T);
    for (let i = 0; i < T; i++) expect(together[66 * T + i]).toBeCloseTo(alone[i]!, 5);
    encoder.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has another hash for other weights and other reading, and the same for another name', async () => {
    const hashOf = async (given: EncoderFiles) => {
      const { hash, dispose } = await loadCharCnnRnn(given);
      dispose();
      expect(hash).toMatch(/^[0-9a-f]{64}$/u);
      return hash;
    };
    const hash = await hashOf(files);
    expect(await hashOf(changed({ name: 'other', source: 'elsewhere' }))).toBe(hash);
    expect(await hashOf(changed({ lowerCase: false }))).not.toBe(hash);
    expect(await hashOf(changed({ unknown: 'space' }))).not.toBe(hash);
    const other = { ...weightsOf('gru'), 'emb_proj.bias': fixtureTensor('rnn/emb_proj.bias') };
    expect(await hashOf(await packCharCnnRnn({ ...about, weights: other }))).not.toBe(hash);
  });

  it('refuses captions that it cannot read', async () => {
    const encoder = await loadCharCnnRnn(files);
    expect(encoder.unknownShare!('a 鸟')).toBe(1 / 2);
    for (const caption of ['', ' ', '鸟', 'x'.repeat(501), 7 as never]) {
      await expect(encoder.embed(['fine', caption])).rejects.toMatchObject({
        name: 'CaptionError',
        caption,
      });
      expect(() => encoder.validate!(caption)).toThrow();
    }
    encoder.dispose();
  });

  it.each([
    [{ kind: 'sentence' }, 'has kind "sentence", expected "char-cnn-rnn"'],
    [{ format: 2 }, 'has format 2, this version reads up to 1; install a newer @stackgan/text'],
    [{ format: 'a' }, 'has format "a", expected 1'],
    [{ name: ' ' }, 'has name " "'],
    [{ source: 'x'.repeat(201) }, 'has source "xxx'],
    [{ lowerCase: 1 }, 'has lowerCase 1, expected true or false'],
    [{ unknown: 'drop' }, 'has unknown "drop", expected "zero" or "space"'],
    [{ sizes: null }, 'has sizes.recurrent missing'],
    [{ sizes: { recurrent: 'gru', channels: [1, 2], dimension: 3 } }, 'sizes.channels [1,2]'],
    [{ sizes: { recurrent: 'gru', channels: [1, 2, 3], dimension: -1 } }, 'sizes.dimension -1'],
    [{ sizes: { recurrent: 'rnn', channels: [7, 9, 8], dimension: 12 } }, 'is surplus'],
    [{ sha256: '00' }, 'has sha256 "00"'],
    [{ sha256: '0'.repeat(64) }, 'is not the file that encoder.json describes'],
  ])('refuses encoder.json with %j', async (fields, message) => {
    const before = tf.memory().numTensors;
    const loading = loadCharCnnRnn(changed(fields));
    await expect(loading).rejects.toMatchObject({ name: 'EncoderError' });
    await expect(loading).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('loads or refuses an encoder.json with any other byte', async () => {
    const original = files['encoder.json'];
    const mutation = fc.record({
      at: fc.nat(original.length - 1),
      byte: fc.oneof(fc.constantFrom(...Buffer.from('"{}[],:-0e')), fc.nat(255)),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, byte }) => {
        const bytes = Uint8Array.from(original, (value, i) => (i === at ? byte : value));
        try {
          (await loadCharCnnRnn({ ...files, 'encoder.json': bytes })).dispose();
        } catch (error) {
          expect(error).toMatchObject({ name: 'EncoderError' });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses files that are no JSON and no safetensors', async () => {
    const bytes = new Uint8Array([255, 0]);
    await expect(loadCharCnnRnn({ ...files, 'encoder.json': bytes })).rejects.toThrow('not JSON');
    const list = new TextEncoder().encode('[]');
    await expect(loadCharCnnRnn({ ...files, 'encoder.json': list })).rejects.toThrow('JSON object');
  });
});

describe('fetchEncoder', () => {
  it('fetches both files, and names one that is missing', async () => {
    const fetch = async (address: string) => {
      const name = new URL(address).pathname.replace('/cub/', '') as keyof EncoderFiles;
      return new Response(new Uint8Array(files[name]));
    };
    expect(await fetchEncoder('http://x/cub?token=1', { fetch })).toEqual(files);
    const none = async () => new Response('', { status: 404 });
    await expect(fetchEncoder('http://x/cub', { fetch: none })).rejects.toThrow(
      /http:\/\/x\/cub\/.* answered 404; is it the folder of the encoder\?/u,
    );
  });
});
