import { join } from 'node:path';
import sharp from 'sharp';
import { command } from '../test/command.js';

/** Colours of clothes, and the highest of red, green and blue in each. */
const CLOTHES = { red: 0, blue: 2 };

/**
 * Draws two sentences with `examples/stage2` in `folder`, by the model that is installed beside it.
 * Throws if the clothes of a portrait do not have the colour of its sentence.
 */
export async function checkInstalledModel(folder: string): Promise<void> {
  for (const [colour, channel] of Object.entries(CLOTHES)) {
    const file = join(folder, `${colour}.png`);
    const caption = `someone with long blonde hair, wearing a ${colour} shirt`;
    await command('npm', ['start', '--', caption, file], { cwd: folder });
    const { width, height } = await sharp(file).metadata();
    if (width !== 256 || height !== 256) throw new Error(`the image is ${width}×${height}`);
    // Clothes reach from the bottom of the image to the neck, and fill the middle.
    const clothes = { left: 64, width: 128, top: 224, height: 32 };
    // `stats` is of the whole file, whatever was cut out before.
    const cut = await sharp(file).extract(clothes).toBuffer();
    const { channels } = await sharp(cut).stats();
    const means = channels.slice(0, 3).map(({ mean }) => mean);
    const others = means.filter((_, index) => index !== channel);
    if (!(means[channel]! > Math.max(...others) + 20)) {
      throw new Error(`the clothes of "${caption}" have the mean colour ${means.map(Math.round)}`);
    }
  }
}
