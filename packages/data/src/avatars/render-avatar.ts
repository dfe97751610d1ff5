import { DatasetError } from '../shared/errors.js';
import { type AvatarAttributes, type AvatarStyle, valueOf } from './avatar-style.js';

/** Side of the drawings in pixels. */
const avatarSide = 256;

/** Renders an avatar as SVG; made by {@link loadRenderer}. */
export type AvatarRenderer = (drawn: AvatarAttributes) => Uint8Array;

/** Loads the packages that draw a style; throws DatasetError `source` if one is not installed. */
export async function loadRenderer(style: AvatarStyle): Promise<AvatarRenderer> {
  const { createAvatar } = await import('@dicebear/core');
  const parts = await style.load().catch((cause: unknown) => {
    throw new DatasetError(
      'source',
      style.package,
      `the style ${style.name} is drawn by ${style.package}, which is not installed; run: npm install ${style.package}@9.4.3`,
      { cause },
    );
  });
  return (drawn) => {
    const options = { ...style.fixed, ...optionsOf(style, drawn), size: avatarSide, seed: '' };
    const svg = createAvatar(parts, options).toString();
    return Buffer.from(
      svg
        .replace(/<metadata.*?<\/metadata>/s, '')
        // DiceBear masks the image with its own frame; without the mask it is the same, but faster.
        .replace(/<mask id="viewboxMask">.*?<\/mask>/s, '')
        .replace('<g mask="url(#viewboxMask)">', '<g>'),
    );
  };
}

/** DiceBear picks from lists at random; these have one item each, so that it has no choice. */
function optionsOf({ attributes }: AvatarStyle, drawn: AvatarAttributes): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const attribute of attributes) {
    const { value, option } = valueOf(attribute, drawn[attribute.name]!);
    for (const name of attribute.options) {
      if (value !== 'none') options[name] = [option];
      if (attribute.absent !== undefined)
        options[`${name}Probability`] = value === 'none' ? 0 : 100;
    }
  }
  return options;
}
