import { join } from 'node:path';
import { findChromium, launchChromium } from '../browser/chromium.js';
import { root } from '../workspaces.js';
import { expectStatus } from './expect-status.js';
import { servePage } from './serve-page.js';

/** The image that the page of `examples/browser` drew. */
export interface Drawn {
  readonly size: number;
  /** RGBA of the Stage-II image. */
  readonly data: number[];
  /** Number of threads that the page shows. */
  readonly threads: number;
}

export interface DrawInPageOptions {
  readonly caption: string;
  readonly seed: number;
  readonly headers: Readonly<Record<string, string>>;
  /** How many logical processors the browser reports, of which TensorFlow.js uses half. */
  readonly processors: number;
}

/** Whether Chromium is installed. */
export const hasChromium = (): boolean => findChromium() !== undefined;

/**
 * Opens the built page in Chromium, from a server that answers with `headers`, stops a first
 * drawing, and types a caption for a second. Saves a screenshot in `.cache/example-browser.png`.
 */
export async function drawInPage(
  dist: string,
  { caption, seed, headers, processors }: DrawInPageOptions,
): Promise<Drawn> {
  const server = await servePage(dist, headers);
  const browser = await launchChromium(findChromium()!);
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Emulation.setHardwareConcurrencyOverride', {
      hardwareConcurrency: processors,
    });
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(server.address);
    const expect = async (text: string) => {
      await expectStatus(page, text);
      if (errors.length > 0) throw new Error(`errors in the page: ${errors.join('; ')}`);
    };
    await expect('Ready');
    await page.evaluate(() =>
      ['draw', 'stop'].forEach((id) => document.getElementById(id)?.click()),
    );
    await expect('Stopped');
    await page.fill('#caption', caption);
    await page.fill('#seed', String(seed));
    await page.click('#draw');
    await expect('Done');
    await page.screenshot({ path: join(root, '.cache/example-browser.png') });
    return await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('#stage2')!;
      const { data, width } = canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height);
      const threads = Number(document.getElementById('threads')!.textContent);
      return { size: width, data: [...data], threads };
    });
  } finally {
    await browser.close();
    server.close();
  }
}
