import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openWebFolder, type WebRequestOptions } from './web-folder.js';

/** What a folder requests, and the error for a file that the server refuses with `status`. */
async function asks(
  address: string | URL,
  { status = 200, ...options }: { status?: number } & WebRequestOptions = {},
  file = 'a.json',
) {
  const asked: { address: string; init: RequestInit }[] = [];
  const fetch = async (address: string, init: RequestInit) => {
    asked.push({ address, init });
    return new Response('hello', { status });
  };
  const folder = openWebFolder(address, { fetch, ...options });
  const result = await folder.read(file).catch((error: Error) => error);
  return { ...asked[0]!, headers: new Headers(asked[0]!.init.headers), result, folder };
}

describe('openWebFolder', () => {
  it.each([
    ['http://h/model', 'http://h/model/a.json', 'http://h/model/a.json'],
    ['http://h/model///', 'http://h/model/a.json', 'http://h/model/a.json'],
    ['http://h', 'http://h/a.json', 'http://h/a.json'],
    ['http://h/m?token=abc', 'http://h/m/a.json?token=abc', 'http://h/m/a.json?token=…'],
    ['http://h/m/?a=1&b=x=y#end', 'http://h/m/a.json?a=1&b=x=y', 'http://h/m/a.json?a=…&b=…'],
    ['http://h/m?secret', 'http://h/m/a.json?secret', 'http://h/m/a.json?…'],
    ['http://h/m#?x', 'http://h/m/a.json', 'http://h/m/a.json'],
    ['/relative?v=2', '/relative/a.json?v=2', '/relative/a.json?v=…'],
    ['models/a@b/', 'models/a@b/a.json', 'models/a@b/a.json'],
    [new URL('https://h/m?t=1'), 'https://h/m/a.json?t=1', 'https://h/m/a.json?t=…'],
  ])('finds files of %s', async (given, address, shown) => {
    const asked = await asks(given);
    expect(asked.address).toBe(address);
    expect(asked.folder.locate('a.json')).toBe(shown);
  });

  it('sends a name and password as a header, because fetch refuses such an address', async () => {
    const { address, headers, folder } = await asks('https://me:p%40ss@h/m');
    expect(address).toBe('https://h/m/a.json');
    expect(headers.get('authorization')).toBe(`Basic ${btoa('me:p@ss')}`);
    expect(folder.locate()).toBe('https://h/m/');
    const own = { requestInit: { headers: { Authorization: 'Bearer 1' } } };
    expect((await asks('https://me:x@h/m', own)).headers.get('authorization')).toBe('Bearer 1');
  });

  it('sends what requestInit has, and lets no name of a file end the path', async () => {
    const requestInit = { headers: { 'x-key': '7' }, credentials: 'include' as const };
    const { address, init, headers } = await asks('http://h/m', { requestInit }, 'a?b#c');
    expect(headers.get('x-key')).toBe('7');
    expect(init.credentials).toBe('include');
    expect(address).toBe('http://h/m/a%3Fb%23c');
  });

  it.each([
    [401, /a\.json\?t=… answered 401: the server requires authentication; give a token/],
    [403, /answered 403: the server refuses access; is the token/],
    [400, /answered 400: the server rejects the request; is the address right/],
    [429, /answered 429: .* try again later/],
    [500, /answered 500: the server failed; try again later/],
  ])('says what %s means', async (status, message) => {
    const { result } = await asks('http://h/m?t=abc', { status });
    expect(result).toMatchObject({ name: 'WebFileError', status });
    expect((result as Error).message).toMatch(message);
    expect(JSON.stringify(result)).not.toContain('abc');
  });

  it.each([404, 410])('takes %s for a file that is not there', async (status) => {
    expect((await asks('http://h/m', { status })).result).toBeUndefined();
  });

  it('reads over HTTP, counting bytes, and stops by either signal', async () => {
    const server = createServer(({ url }, response) => response.end(url)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/m?t=1`;
      let arrived = 0;
      const bytes = await openWebFolder(address).read('a', { onBytes: (n) => (arrived += n) });
      expect(new TextDecoder().decode(bytes)).toBe('/m/a?t=1');
      expect(arrived).toBe(8);
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      await expect(openWebFolder(address).read('a', { signal })).rejects.toBe(reason);
      const stopped = openWebFolder(address, { requestInit: { signal } });
      await expect(stopped.read('a')).rejects.toBe(reason);
    } finally {
      server.close();
      server.closeAllConnections();
    }
    const nobody = openWebFolder('http://127.0.0.1:1/m').read('a');
    await expect(nobody).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1\/m\/a cannot be fetched \(/);
  });

  it('stops when the last bytes have arrived', async () => {
    const size = 1_000_000;
    const server = createServer((_, response) => response.end(Buffer.alloc(size)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const controller = new AbortController();
      let arrived = 0;
      const onBytes = (count: number) => {
        arrived += count;
        if (arrived === size) queueMicrotask(() => controller.abort('enough'));
      };
      const { signal } = controller;
      const reading = openWebFolder(`http://127.0.0.1:${port}`).read('a', { signal, onBytes });
      await expect(reading).rejects.toBe('enough');
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
