import { afterEach, expect, it, vi } from 'vitest';
import { isElsewhere } from './is-elsewhere.js';

afterEach(() => vi.unstubAllGlobals());

it('tells two web servers apart, and takes no path for one', () => {
  expect(isElsewhere('https://a/model?x', 'https://b/use')).toBe(true);
  expect(isElsewhere('https://a/model', 'http://a/use')).toBe(true);
  expect(isElsewhere(new URL('https://a:443/model'), 'https://me:x@a/use')).toBe(false);
  for (const path of ['/model', 'C:\\model', 'model', undefined, {}]) {
    expect(isElsewhere('https://a/model', path)).toBe(false);
  }
  vi.stubGlobal('location', { href: 'https://page/index.html' });
  expect(isElsewhere('https://page/model', '/use')).toBe(false);
  expect(isElsewhere('https://a/model', '/use')).toBe(true);
});
