import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launchWithCache } from '../browser/chromium.js';
import { expectStatus } from './expect-status.js';
import { isolatingHeaders, servePage } from './serve-page.js';

/** What a visitor of the page of `examples/browser` waits for. Times are in milliseconds. */
export interface PageTimes {
  /** Number of threads that the page shows. */
  readonly threads: number;
  /** For each visit, from navigation until the page is ready. */
  readonly ready: number[];
  /** For each visit, from navigation until the first image is shown. */
  readonly first: number[];
  /** From a click until its image is shown, for all further images of all visits. */
  readonly further: number[];
}

export interface TimePageOptions {
  /** Whether the server sends the headers for threads. */
  readonly isolated: boolean;
  readonly visits: number;
}

type Drawing = readonly [caption: string, seed: number];

const FIRST: Drawing = ['a person with black hair, sunglasses and a red hoodie', 7];
const FURTHER: readonly Drawing[] = [
  ['a person with black hair, sunglasses and a red hoodie', 8],
  ['a woman with curly red hair and round glasses', 8],
  ['a woman with curly red hair and round glasses', 9],
  ['a person with black hair, sunglasses and a red hoodie', 10],
  ['a woman with curly red hair and round glasses', 11],
];

/**
 * Times the built page in `dist` in the Chromium `program`. One visit fills the HTTP cache, and is
 * not counted; each visit has a new page. Throws if the page shows an error, or if a counted visit
 * gets a file from the server rather than from the cache.
 */
export async function timePage(
  program: string,
  dist: string,
  { isolated, visits }: TimePageOptions,
): Promise<PageTimes> {
  const caching = { 'cache-control': 'max-age=86400' };
  const server = await servePage(dist, isolated ? { ...isolatingHeaders, ...caching } : caching);
  const profile = await mkdtemp(join(tmpdir(), 'stackgan-page-'));
  const context = await launchWithCache(program, profile);
  try {
    await visit(context, server.address);
    const counted: Visit[] = [];
    for (let index = 0; index < visits; index += 1) {
      counted.push(await visit(context, server.address));
      const { transferred } = counted[index]!;
      if (transferred > 0) throw new Error(`${transferred} bytes came from the server`);
    }
    return {
      threads: counted[0]!.threads,
      ready: counted.map(({ ready }) => ready),
      first: counted.map(({ first }) => first),
      further: counted.flatMap(({ further }) => further),
    };
  } finally {
    await context.close();
    server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

interface Visit extends Pick<PageTimes, 'threads' | 'further'> {
  readonly ready: number;
  readonly first: number;
  /** Bytes from the server, after the page itself. */
  readonly transferred: number;
}

/** Opens the page in a new tab, and makes the drawings as soon as the page can. */
async function visit(context: BrowserContext, address: string): Promise<Visit> {
  const page = await context.newPage();
  try {
    const start = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await expectStatus(page, 'Ready');
    const ready = performance.now() - start;
    const first = await draw(page, FIRST, start);
    const further: number[] = [];
    for (const drawing of FURTHER) further.push(await draw(page, drawing, performance.now()));
    const shown = await page.evaluate(() => ({
      threads: Number(document.getElementById('threads')!.textContent),
      transferred: (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).reduce(
        (sum, { transferSize }) => sum + transferSize,
        0,
      ),
    }));
    return { ...shown, ready, first, further };
  } finally {
    await page.close();
  }
}

/** Draws, and resolves to the milliseconds since `start`. */
async function draw(page: Page, [caption, seed]: Drawing, start: number): Promise<number> {
  await page.evaluate(
    ([text, number]) => {
      document.querySelector<HTMLInputElement>('#caption')!.value = text;
      document.querySelector<HTMLInputElement>('#seed')!.valueAsNumber = number;
      document.querySelector<HTMLButtonElement>('#draw')!.click();
    },
    [caption, seed] as const,
  );
  await expectStatus(page, 'Done');
  return performance.now() - start;
}
