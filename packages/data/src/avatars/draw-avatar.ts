import type { SeededRandom } from '@stackgan/random';

import {
  type AvatarAttribute,
  type AvatarAttributes,
  type AvatarStyle,
  thingsShowing,
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
  const isVisible = (attribute: AvatarAttribute): boolean => {
    const { name, of = [] } = attribute;
    const isHidden = style.attributes.some(
      (other) =>
        !of.includes(other.name) && valueOf(other, drawn[other.name]!).hides?.includes(name),
    );
    return !isHidden && (of.length === 0 || thingsShowing(style, attribute, drawn).length > 0);
  };
  const visible = style.attributes.filter(isVisible);
  return Object.fromEntries(visible.map(({ name }) => [name, drawn[name]!]));
}
