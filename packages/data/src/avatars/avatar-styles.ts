import { avataaars } from './avataaars.js';
import type { AvatarStyle } from './avatar-style.js';
import { personas } from './personas.js';

const styles: readonly AvatarStyle[] = [avataaars, personas];

/** The styles of `avatarSource`; the first one is installed with this package. */
export const avatarStyles: readonly string[] = styles.map(({ name }) => name);

/** A style by its name; throws RangeError with the names of all. */
export function findStyle(name: string): AvatarStyle {
  const style = styles.find((one) => one.name === name);
  if (style) return style;
  throw new RangeError(`there is no style ${name}; give one of ${avatarStyles.join(', ')}`);
}
