/**
 * `npm run test:browser`: the packages in headless Chromium. Both stages train on `webgl` and,
 * where Chromium has an adapter, `webgpu`, and draw on those and on `wasm`, by an exported model,
 * too; all values are compared with those of the backend `ort` in Node.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { Browser } from 'playwright-core';
import { Tally } from '../test/tally.js';
import { findChromium, launchChromium } from './chromium.js';
import { difference, type Difference } from './difference.js';
import { exercises } from './exercises.js';
import { makeExported } from './make-exported.js';
import { openPage } from './open-page.js';
import { serve } from './serve.js';
import type { Values } from './values.js';

/**
 * How far a value may be from the reference's, in units of the largest value of its tensor: of a
 * loss over the steps, of the gradient of a weight, of the images of a stage.
 */
const TOLERANCE = 1e-3;
/** The same for a model that was exported, which only draws. */
const TOLERANCE_OF_EXPORTED = 1e-4;

const all = Object.keys(exercises);
const backends = {
  webgl: all,
  webgpu: all,
  // It has no gradient of a convolution's kernel.
  wasm: all.filter((name) => name.startsWith('images')),
};

const tally = new Tally();
const program = findChromium();
if (program === undefined) {
  const reason = "no Chromium: install Debian's package chromium, or set CHROMIUM to a program";
  tally.skip('browser', Object.values(backends).flat().length, reason);
} else {
  const folder = await makeExported();
  const server = await serve(join(folder, 'tfjs'));
  registerOrtBackend();
  await tf.setBackend('ort');
  const references = new Map<string, Values>();
  for (const [name, run] of Object.entries(exercises)) {
    await tally.check(`Node, ort: ${name}`, async () =>
      references.set(name, await run(server.address)),
    );
  }
  tf.engine().backend.dispose();

  const browser = await launchChromium(program);
  try {
    for (const [backend, names] of Object.entries(backends)) {
      await compare(browser, server.address, backend, names, references);
    }
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  }
}
console.log(tally.summary);
process.exitCode = tally.failed > 0 ? 1 : 0;

/** Runs the exercises on a backend in a page of its own; one check for each. */
async function compare(
  browser: Browser,
  address: string,
  backend: string,
  names: readonly string[],
  references: ReadonlyMap<string, Values>,
): Promise<void> {
  const page = await openPage(browser, address, backend);
  const missing = await page.missing();
  if (missing !== undefined) tally.skip(backend, names.length, missing);
  for (const name of missing === undefined ? names : []) {
    let most: Difference | undefined;
    await tally.check(`${backend}: ${name}`, async () => {
      most = difference(await page.run(name), references.get(name) ?? {});
      const allowed = name.endsWith('exported model') ? TOLERANCE_OF_EXPORTED : TOLERANCE;
      if (!(most.relative <= allowed)) throw new Error(`more than ${allowed}`);
    });
    if (most) console.log(`     at most ${most.relative.toExponential(1)}, ${most.tensor}`);
  }
  await page.close();
}
