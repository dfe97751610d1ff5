import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type {} from './page.js'; // declares stackganPage
import type { Values } from './values.js';

/**
 * An exercise takes a minute at most where SwiftShader draws; a lost context would answer never.
 */
const LIMIT_MINUTES = 5;

/** The exercises on one backend, in a page of its own. */
export interface OpenPage {
  /** Why the backend can't be had here, or undefined. */
  missing(): Promise<string | undefined>;
  run(exercise: string): Promise<Values>;
  close(): Promise<void>;
}

/** Opens the page; its errors are printed. */
export async function openPage(
  browser: Browser,
  address: string,
  backend: string,
): Promise<OpenPage> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.log(error.message));
  await page.goto(address);
  return {
    missing: () => page.evaluate((name) => stackganPage.missing(name), backend),
    async run(exercise) {
      const json = page.evaluate(([name, what]) => stackganPage.run(name, what), [
        backend,
        exercise,
      ] as const);
      return JSON.parse(await Promise.race([json, tooLate()])) as Values;
    },
    close: () => page.close(),
  };
}

async function tooLate(): Promise<never> {
  await setTimeout(LIMIT_MINUTES * 60_000, undefined, { ref: false });
  throw new Error(`no answer in ${LIMIT_MINUTES} minutes`);
}
