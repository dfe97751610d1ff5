import type { SeededRandom } from '@stackgan/random';

import {
  type AvatarAttribute,
  type AvatarAttributes,
  type AvatarStyle,
  valueOf,
} from './avatar-style.js';

/** A value for every attribute, hidden ones too; those of `fixed` are as they are there. */
export function drawAvatar(
  { attributes }: AvatarStyle,
  random: SeededRandom,
  fixed: AvatarAttributes = {},
): AvatarAttributes {
  // Each is drawn whether it is fixed or not, so that the others do not change with it.
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

/** What can be seen of what was drawn. */
export function visibleAttributes(style: AvatarStyle, drawn: AvatarAttributes): AvatarAttributes {
  const hidden = new Set(
    style.attributes.flatMap((attribute) => valueOf(attribute, drawn[attribute.name]!).hides ?? []),
  );
  return Object.fromEntries(Object.entries(drawn).filter(([name]) => !hidden.has(name)));
}
