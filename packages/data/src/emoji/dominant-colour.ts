import sharp from 'sharp';

/** Names of hues, each up to an angle in degrees. */
const hues: readonly (readonly [end: number, name: string])[] = [
  [14, 'red'],
  [36, 'orange'],
  [68, 'yellow'],
  [165, 'green'],
  [192, 'turquoise'],
  [255, 'blue'],
  [300, 'purple'],
  [342, 'pink'],
  [360, 'red'],
];

/** Share of the visible pixels that one colour must have to be named. */
const requiredShare = 0.6;
/** Stands for colours without an everyday name, such as that of bread; never used in captions. */
export const unnamed = 'tan';

/**
 * English name of the colour of at least 60 % of the visible pixels, or undefined if there is none.
 * It is measured, so that captions with it are true. `alike` maps colours to others that they count
 * as, such as the orange shading of yellow faces.
 */
export async function dominantColour(
  image: Uint8Array,
  alike: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const pixels = await sharp(image)
    .resize(32, 32)
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const counts = new Map<string, number>();
  let visible = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3]! < 128) continue;
    visible++;
    const measured = colourName(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
    const name = alike[measured] ?? measured;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  if (!first || first[0] === unnamed) return undefined;
  return first[1] >= requiredShare * visible ? first[0] : undefined;
}

/** Everyday name of an sRGB colour, channels 0 to 255. */
export function colourName(red: number, green: number, blue: number): string {
  const high = Math.max(red, green, blue);
  const range = high - Math.min(red, green, blue);
  const value = high / 255;
  const saturation = high === 0 ? 0 : range / high;
  // In these images, colours that people call black have a blue or purple tint.
  if (value < 0.25 || (value < 0.42 && saturation < 0.6)) return 'black';
  if (saturation < 0.15) return value > 0.82 ? 'white' : 'grey';
  const hue = hueAngle(red, green, blue, high, range);
  const name = hues.find(([end]) => hue <= end)?.[1] ?? 'red';
  if ((name === 'red' || name === 'orange') && value < 0.65) return 'brown';
  if (name === 'orange' && saturation < 0.7) return unnamed;
  if (name === 'pink' && hue > 333 && saturation > 0.7) return 'red'; // crimson
  if (name === 'red' && saturation < 0.5 && value > 0.8) return 'pink';
  return name;
}

function hueAngle(red: number, green: number, blue: number, high: number, range: number): number {
  if (high === red) return (60 * ((green - blue) / range) + 360) % 360;
  if (high === green) return 60 * ((blue - red) / range) + 120;
  return 60 * ((red - green) / range) + 240;
}
