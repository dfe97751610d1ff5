import { codePoints, type Emoji } from './read-emoji.js';

/** Code points of variants of one emoji: zero-width joiner, gender signs, skin tones, hair. */
const variantPoints = new Set([
  ...['200d', '2640', '2642'],
  ...['1f3fb', '1f3fc', '1f3fd', '1f3fe', '1f3ff'],
  ...['1f9b0', '1f9b1', '1f9b2', '1f9b3'],
]);

/** Gender and hair variants with code points of their own, mapped to one of them. */
const twins = new Map(
  [
    ['1f9d1', '1f468', '1f469', '1f471'], // person, man, woman, blond hair
    ['1f9d2', '1f466', '1f467'], // child, boy, girl
    ['1f9d3', '1f474', '1f475'], // older person, man, woman
    ['1fac5', '1f934', '1f478'], // person with crown, prince, princess
    ['1fac4', '1fac3', '1f930'], // pregnant person, man, woman
    ['1f385', '1f936'], // Santa Claus, Mrs. Claus
    ['1f57a', '1f483'], // man, woman dancing
  ].flatMap(([first, ...others]) => others.map((other) => [other, first!] as const)),
);

/** Sequences that are a variant of another emoji only as a whole. */
const wholeTwins = new Map([
  ['1f9d1-1f384', '1f385'], // Mx Claus
  ['1f9d1-1f37c', '1f931'], // person feeding baby, breast-feeding
]);

/**
 * A name shared by all skin-tone, hair and gender variants of one emoji: a split by family never
 * has nearly the same image in training and test.
 */
export function emojiFamily({ id, label, subgroup }: Emoji): string {
  // All couples and families are variants of four images.
  if (subgroup === 'family' || label === 'family') {
    return /holding hands|^kiss|^couple/u.exec(label)?.[0] ?? 'family';
  }
  const points = codePoints(id).filter((point) => !variantPoints.has(point));
  const family = points.map((point) => twins.get(point) ?? point).join('-');
  return wholeTwins.get(family) ?? family;
}
