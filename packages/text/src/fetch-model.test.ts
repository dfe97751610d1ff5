import { afterEach, describe, expect, it, vi } from 'vitest';

import { EncoderError } from './errors.js';
import { fetchModel } from './fetch-model.js';

afterEach(() => vi.unstubAllGlobals());

describe('fetchModel', () => {
  it('gets the parts and joins the shards in the order of the manifest', async () => {
    const answers: Record<string, BodyInit> = {
      'https://host/use/model.json': JSON.stringify({
        weightsManifest: [
          { paths: ['b', 'a'], weights: [{ name: 'w', shape: [2, 2], dtype: 'float32' }] },
        ],
      }),
      'https://host/use/vocab.json': '[["a", -1]]',
      'https://host/use/a': new Uint8Array(4).fill(3),
      'https://host/use/b': new Uint8Array(12).fill(1),
    };
    vi.stubGlobal('fetch', async (url: string) => new Response(answers[url]));
    const fractions: number[] = [];
    const onProgress = (fraction: number) => fractions.push(fraction);
    const files = await fetchModel('https://host/use/', { onProgress });
    // Bytes are counted, not files; either shard may arrive first.
    expect([0.25, 0.75]).toContain(fractions[0]);
    expect(fractions.slice(1)).toEqual([1]);
    expect(files.weights).toEqual(Uint8Array.of(...Array(12).fill(1), ...Array(4).fill(3)));
    expect(files.vocabulary).toEqual([['a', -1]]);
  });

  it('sends query and headers with every file, and shows no value of the query', async () => {
    const asked: string[] = [];
    const fetch = async (address: string, { headers }: RequestInit) => {
      asked.push(`${address} ${new Headers(headers).get('x-key')}`);
      if (address.includes('/a?')) return new Response('', { status: 403 });
      return Response.json(
        address.includes('/model.json') ? { weightsManifest: [{ paths: ['a'], weights: [] }] } : [],
      );
    };
    const requestInit = { headers: { 'x-key': '7' } };
    const loading = fetchModel(new URL('https://host/use?token=abc#x'), { fetch, requestInit });
    await expect(loading).rejects.toThrow(
      /^https:\/\/host\/use\/a\?token=… answered 403: the server refuses access/,
    );
    expect(asked).toEqual(
      ['model.json', 'vocab.json', 'a'].map((file) => `https://host/use/${file}?token=abc 7`),
    );
  });

  it.each([
    ['a path out of the folder', { paths: ['../../other/a'] }],
    ['another address', { paths: ['https://other/a'] }],
    ['a size that is none', { weights: [{ name: 'w', shape: [-1, 1e9], dtype: 'float32' }] }],
  ])('asks no server for weights with %s', async (_, group) => {
    const asked: string[] = [];
    const weightsManifest = [{ paths: ['a'], weights: [], ...group }];
    const fetch = async (address: string) => {
      asked.push(address);
      return Response.json(address.endsWith('model.json') ? { weightsManifest } : []);
    };
    await expect(fetchModel('https://host/use', { fetch })).rejects.toThrow(EncoderError);
    expect(asked).toEqual(['https://host/use/model.json', 'https://host/use/vocab.json']);
  });

  it('names the file that the server does not have', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    await expect(fetchModel('https://host/use')).rejects.toThrow(EncoderError);
    await expect(fetchModel('https://host/use')).rejects.toThrow('json answered 404');
  });

  it('reports a page that is served instead, and stops when told to', async () => {
    vi.stubGlobal('fetch', async () => new Response('<!doctype html>'));
    await expect(fetchModel('/use')).rejects.toThrow(
      /^\/use\/.*json cannot be read \(.*encoder\?$/,
    );
    const reason = new Error('enough');
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => Promise.reject(signal?.reason));
    const stopped = fetchModel('/use', { signal: AbortSignal.abort(reason) });
    await expect(stopped).rejects.toBe(reason);
  });
});
