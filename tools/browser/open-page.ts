import type { Browser } from 'playwright-core';
import type { Page } from './page.js';
import type { Values } from './values.js';

declare global {
  /** In Chromium only. */
  var stackganPage: Page;
}

/** The exercises on one backend, in a page of its own. */
export interface OpenPage {
  /** Why the backend can't be had here, or undefined. */
  missing(): Promise<string | undefined>;
  run(exercise: string): Promise<Values>;
  close(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  address: string,
  backend: string,
): Promise<OpenPage> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.log(error));
  await page.goto(address);
  return {
    missing: () => page.evaluate((name) => stackganPage.missing(name), backend),
    async run(exercise) {
      const json = await page.evaluate(
        ([name, what]) => stackganPage.run(name, what),
        [backend, exercise] as const,
      );
      return JSON.parse(json) as Values;
    },
    close: () => page.close(),
  };
}
