import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { packageFile } from '../files/package-file.js';

/** Skin tones of the Fitzpatrick scale, in emojibase's numbering from 1. */
export const skinTones = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;
export type SkinTone = (typeof skinTones)[number];

/** An emoji with an image, and the words of Unicode and emojibase for it. */
export interface Emoji {
  /** Code points without U+FE0F, lower case, joined by `-`. */
  readonly id: string;
  /** Unicode's English name without its skin tone, e.g. `woman: red hair`. */
  readonly label: string;
  /** English keywords of Unicode and emojibase. */
  readonly tags: readonly string[];
  /** Keys such as `people-body` and `person-role`. */
  readonly group: string;
  readonly subgroup: string;
  /** English name of the subgroup, e.g. `roles & careers`. */
  readonly subgroupName: string;
  readonly tone?: SkinTone;
  /** Whether it has variants with a skin tone; the one without is yellow. */
  readonly toned: boolean;
  /** Path of the image, 256 x 256 RGBA WebP. */
  readonly file: string;
}

interface EmojibaseEntry {
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly subgroup?: number;
  readonly tone?: number | readonly number[];
  readonly skins?: readonly EmojibaseEntry[];
}
interface EmojibaseGroups {
  readonly groups: Record<string, string>;
  readonly subgroups: Record<string, string>;
}
interface EmojibaseMessages {
  readonly subgroups: readonly { readonly key: string; readonly message: string }[];
}

/**
 * Joins Microsoft's Fluent 3D emoji to emojibase's English words by code points, in emojibase's
 * order: 3,375 emoji. Variants with two skin tones have no image in that set.
 */
export async function readEmoji(): Promise<Emoji[]> {
  const [entries, { groups, subgroups }, messages, images] = await Promise.all([
    readJson<EmojibaseEntry[]>('emojibase-data/en/data.json'),
    readJson<EmojibaseGroups>('emojibase-data/meta/groups.json'),
    readJson<EmojibaseMessages>('emojibase-data/en/messages.json'),
    readImages(),
  ]);
  const subgroupNames = new Map(messages.subgroups.map(({ key, message }) => [key, message]));
  return entries.flatMap((base) =>
    [base, ...(base.skins ?? [])].flatMap((entry): Emoji[] => {
      const id = codePoints(entry.hexcode).join('-');
      const file = images.get(id);
      const subgroup = subgroups[base.subgroup ?? ''];
      const group = groups[base.group ?? ''];
      if (file === undefined || subgroup === undefined || group === undefined) return [];
      const tone = typeof entry.tone === 'number' ? skinTones[entry.tone - 1] : undefined;
      return [
        {
          id,
          label: base.label,
          tags: base.tags ?? [],
          group,
          subgroup,
          subgroupName: subgroupNames.get(subgroup) ?? subgroup,
          toned: base.skins !== undefined,
          file,
          ...(tone && { tone }),
        },
      ];
    }),
  );
}

/**
 * Code points of a name such as `1F46E-1F3FB`, padded to four digits, without the variation
 * selector and the end mark of tag sequences, which the names of the image files leave out.
 */
export function codePoints(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[-_]/u)
    .map((point) => point.padStart(4, '0'))
    .filter((point) => point !== 'fe0f' && point !== 'e007f');
}

async function readImages(): Promise<Map<string, string>> {
  const folder = join(dirname(packageFile('@lobehub/fluent-emoji-3d/package.json')), 'assets');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.webp')).sort();
  // Some keycaps exist twice, as `0023-…` and `23-…`; sorted, the latter wins on all systems.
  return new Map(
    files.map((file) => [codePoints(file.slice(0, -5)).join('-'), join(folder, file)]),
  );
}

async function readJson<T>(specifier: string): Promise<T> {
  return JSON.parse(await readFile(packageFile(specifier), 'utf8')) as T;
}
