import type { AvatarValue } from './avatar-style.js';

const colour = (value: string, option: string, ...words: string[]): AvatarValue => ({
  value,
  option,
  words: [value, ...words],
});

/** Skin colours of Avataaars, its own palette. */
export const skinColours: readonly AvatarValue[] = [
  colour('pale', 'ffdbb4', 'fair', 'light'),
  colour('light', 'edb98a', 'fair', 'beige'),
  colour('light brown', 'd08b5b', 'tan', 'brown'),
  colour('brown', 'ae5d29', 'dark'),
  colour('dark brown', '614335', 'very dark', 'dark', 'black'),
  colour('orange', 'fd9841'),
  colour('yellow', 'f8d25c'),
];

/** Hair colours of Avataaars, its own palette. */
export const hairColours: readonly AvatarValue[] = [
  colour('auburn', 'a55728', 'reddish brown', 'copper', 'ginger'),
  colour('black', '2c1b18', 'dark'),
  colour('dark blonde', 'b58143', 'light brown', 'blonde', 'blond'),
  colour('golden blonde', 'd6b370', 'blonde', 'blond', 'golden'),
  colour('brown', '724133', 'chestnut'),
  colour('dark brown', '4a312c', 'brown', 'dark'),
  colour('pink', 'f59797', 'pastel pink', 'light pink'),
  colour('platinum blonde', 'ecdcbf', 'blonde', 'blond', 'very light blonde', 'platinum'),
  colour('red', 'c93305', 'bright red', 'ginger'),
  colour('silver', 'e8e1e1', 'grey', 'gray', 'white', 'silver-grey'),
];

/** Colours of clothes and hats of Avataaars, its own palette. */
export const fabricColours: readonly AvatarValue[] = [
  colour('black', '262e33'),
  colour('sky blue', '65c9ff', 'bright blue', 'light blue', 'blue'),
  colour('blue', '5199e4', 'medium blue'),
  colour('navy blue', '25557c', 'dark blue', 'navy', 'blue'),
  colour('light grey', 'e6e6e6', 'light gray', 'pale grey', 'grey'),
  colour('grey', '929598', 'gray', 'medium grey'),
  colour('slate grey', '3c4f5c', 'dark grey', 'dark gray', 'charcoal', 'slate'),
  colour('pale blue', 'b1e2ff', 'light blue', 'pastel blue', 'baby blue'),
  colour('mint green', 'a7ffc4', 'green', 'light green', 'pastel green', 'mint'),
  colour('peach', 'ffdeb5', 'cream', 'pale orange'),
  colour('light pink', 'ffafb9', 'pink', 'pale pink', 'pastel pink'),
  colour('light yellow', 'ffffb1', 'yellow', 'pale yellow', 'pastel yellow'),
  colour('hot pink', 'ff488e', 'pink', 'bright pink', 'magenta'),
  colour('red', 'ff5c5c', 'coral', 'coral red'),
  colour('white', 'ffffff'),
];
