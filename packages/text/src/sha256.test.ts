import { afterEach, expect, it, vi } from 'vitest';
import { EncoderError } from './errors.js';
import { sha256 } from './sha256.js';

afterEach(() => vi.unstubAllGlobals());

it('computes the published digest of "abc" (FIPS 180-2, appendix B.1)', async () => {
  expect(await sha256(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

it('says why a page on plain http cannot check an encoder, and what to do', async () => {
  vi.stubGlobal('crypto', {});
  const hashing = () => sha256(new Uint8Array());
  await expect(hashing()).rejects.toThrow(/only to pages from https or localhost; serve the page/u);
  vi.stubGlobal('location', { origin: 'http://192.168.0.7:5173' });
  await expect(hashing()).rejects.toThrow(EncoderError);
  await expect(hashing()).rejects.toThrow(
    'and this one is from http://192.168.0.7:5173; serve the page by https',
  );
});
