import type { SeededRandom } from '@stackgan/random';

import {
  type AvatarAttribute,
  type AvatarAttributes,
  type AvatarStyle,
  valueOf,
} from './avatar-style.js';

/** Draws a value for every attribute, hidden ones too, except those given in `fixed`. */
export function drawAvatar(
  { attributes }: AvatarStyle,
  random: SeededRandom,
  fixed: AvatarAttributes = {},
): AvatarAttributes {
  // Fixed attributes are drawn too, so that the draws of the others do not depend on them.
  const drawn = attributes.map((attribute) => [attribute.name, drawValue(attribute, random)]);
  return { ...(Object.fromEntries(drawn) as AvatarAttributes), ...fixed };
}

function drawValue({ values, absent }: AvatarAttribute, random: SeededRandom): string {
  const names = values.map(({ value }) => value);
  if (absent === undefined) return names[random.integer(names.length)]!;
  const present = names.filter((value) => value !== 'none');
  const index = random.integer(present.length);
  return random.uniform() < absent ? 'none' : present[index]!;
}

/** The attributes that are not hidden by others. */
export function visibleAttributes(style: AvatarStyle, drawn: AvatarAttributes): AvatarAttributes {
  const hidden = new Set(
    style.attributes.flatMap((attribute) => valueOf(attribute, drawn[attribute.name]!).hides ?? []),
  );
  return Object.fromEntries(Object.entries(drawn).filter(([name]) => !hidden.has(name)));
}
