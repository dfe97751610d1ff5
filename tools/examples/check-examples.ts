import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { command } from '../test/command.js';
import type { Packed } from '../test/pack-all.js';
import type { Tally } from '../test/tally.js';
import { root } from '../workspaces.js';
import { drawInPage, hasChromium } from './check-page.js';
import { checkInstalledModel } from './check-installed-model.js';
import { installExample } from './install-example.js';
import { isolatingHeaders } from './serve-page.js';

const CAPTION = 'a police officer with dark skin tone';
/** The seed in `examples/stage2`. */
const SEED = 7;
/**
 * Allowed mean difference between the pixels (0 to 255) of Node and Chromium, both on wasm.
 * Measured: 0. An officer with light skin tone differs by 8.
 */
const TOLERANCE = 0.01;

/** Runs all examples from the packed files, each in an empty folder within `folder`. */
export async function checkExamples(tally: Tally, packed: Packed[], folder: string): Promise<void> {
  const model = join(folder, 'model');
  const place = (name: string) => join(folder, name);
  const install = (name: string) =>
    tally.check(`example ${name}: npm install`, () => installExample(name, packed, place(name)));
  await mkdir(folder, { recursive: true });

  if (await install('ca')) {
    await tally.check('example ca: learns the directions', () =>
      command('npm', ['start'], { cwd: place('ca') }),
    );
  }

  const script = join(root, 'tools/examples/tiny-model.ts');
  const made = await tally.check('examples: a tiny model', () =>
    command('node', ['--import', 'tsx', '-C', '@stackgan/source', script, model]),
  );
  if (!made) return;
  let expected: Uint8Array | undefined;
  if (await install('stage2')) {
    await tally.check('example stage2: draws a PNG in Node', async () => {
      const file = join(folder, 'image.png');
      await command('npm', ['start', '--', CAPTION, file, model], { cwd: place('stage2') });
      expected = await readColours(file);
    });
    await tally.check('example stage2: draws what a sentence says, with the installed model', () =>
      checkInstalledModel(place('stage2')),
    );
  }

  if (!(await install('browser'))) return;
  const built = await tally.check('example browser: vite build', async () => {
    await cp(model, join(place('browser'), 'public/model'), { recursive: true });
    await command('npm', ['run', 'build'], { cwd: place('browser') });
  });
  if (!built) return;
  const ways = [
    { expectedThreads: 1, headers: {} },
    { expectedThreads: 2, headers: isolatingHeaders },
  ];
  if (!hasChromium()) {
    const reason = "Chromium not found: install Debian's package chromium, or set CHROMIUM";
    tally.skip('example browser: draws a typed caption', ways.length, reason);
    return;
  }
  for (const { expectedThreads, headers } of ways) {
    const name = `example browser: draws a typed caption as Node does, threads: ${expectedThreads}`;
    await tally.check(name, async () => {
      const { size, data, threads } = await drawInPage(join(place('browser'), 'dist'), {
        ...{ caption: CAPTION, seed: SEED, headers },
        processors: 4,
      });
      if (threads !== expectedThreads) throw new Error(`the page has ${threads} threads`);
      if (size !== 128) throw new Error(`the image has width ${size}, not 128`);
      const distance = meanDistance(data, expected ?? new Uint8Array());
      if (!(distance <= TOLERANCE))
        throw new Error(`the image differs from Node's by ${distance} of 255`);
    });
  }
}

/** RGB of a 128×128 PNG. Throws for another size, and for an image of nearly one colour. */
async function readColours(file: string): Promise<Uint8Array> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const { channels } = await sharp(file).stats();
  const contrast = Math.max(...channels.map(({ stdev }) => stdev));
  if (info.width !== 128 || info.height !== 128 || info.channels !== 3 || !(contrast > 10)) {
    throw new Error(`unexpected image: ${JSON.stringify(info)}, standard deviation ${contrast}`);
  }
  return data;
}

/** Mean absolute difference of RGBA and RGB pixels; infinite if the numbers of pixels differ. */
function meanDistance(rgba: readonly number[], rgb: Uint8Array): number {
  const colours = rgba.filter((_, index) => index % 4 !== 3);
  if (colours.length !== rgb.length) return Infinity;
  return colours.reduce((sum, value, i) => sum + Math.abs(value - rgb[i]!), 0) / rgb.length;
}
