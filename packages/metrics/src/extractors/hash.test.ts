import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { hash } from './hash.js';

afterEach(() => vi.unstubAllGlobals());

it('is the SHA-256 of the JSON text and the bytes', async () => {
  const bytes = new Uint8Array([1, 2, 250]);
  const expected = createHash('sha256').update('{"a":1}').update(bytes).digest('hex');
  expect(await hash({ a: 1 }, [bytes.slice(0, 1), bytes.slice(1)])).toBe(expected);
});

it('says why a page on plain http cannot have an extractor, and what to do', async () => {
  vi.stubGlobal('crypto', {});
  await expect(hash({}, [])).rejects.toMatchObject({
    fault: 'model',
    message: expect.stringMatching(/only to pages from https or localhost; serve/) as string,
  });
});
