import type { SeededRandom } from '@stackgan/random';

import { indefiniteArticle, nounPhrase } from './noun-phrase.js';
import type { Emoji } from './read-emoji.js';

/** Number of captions per image. */
const captionsPerImage = 10;

const colourWords =
  /\b(?:red|orange|yellow|green|blue|purple|pink|brown|black|white|gr[ae]y|turquoise|gold)\b/u;
/** Keywords that captions do not use, such as chat slang. */
const unusedTags =
  /^(?:sexy|pissed|sucks|bs|fml|fart|lmao|lol|rofl|roflmao|omg|omw|ily|bae|bff|smh|idk|brb|wtv|yolo|tfw|cmon|thx|uhh|ugh|meh|haha|hahaha|hehe|xoxo|muah|mwah|adorbs)$/u;

/**
 * Ten distinct captions: words of Unicode and emojibase in sentence frames of this package. The
 * first one states everything known, in the plainest way; `random` picks the others. `colour` is
 * the image's measured colour, if it has one.
 */
export function emojiCaptions(
  emoji: Emoji,
  colour: string | undefined,
  random: SeededRandom,
): string[] {
  const [first, ...others] = new Set(
    emoji.toned ? personCaptions(emoji) : objectCaptions(emoji, colour),
  );
  return [first!, ...random.shuffle(others)].slice(0, captionsPerImage);
}

/** Captions of people and hands, whose variants differ in their skin. */
function personCaptions(emoji: Emoji): string[] {
  const noun = nounPhrase(emoji);
  const skin = emoji.tone ?? 'yellow';
  const toned = withAttribute(noun, emoji.tone ? `${skin} skin tone` : 'yellow skin');
  const skinned = withAttribute(noun, `${skin} skin`);
  const adjective = withAdjective(noun, emoji.tone ? `${skin}-skinned` : 'yellow-skinned');
  return [
    toned,
    skinned,
    adjective,
    `${noun}, ${skin} skin`,
    emoji.tone ? `${emoji.label}, ${skin} skin tone` : `${emoji.label}, yellow`,
    ...imageFrames(toned, adjective),
    ...groupFrames(emoji, skinned),
    ...tagFrames(emoji, toned, adjective),
  ];
}

function objectCaptions(emoji: Emoji, measured: string | undefined): string[] {
  const noun = nounPhrase(emoji);
  const coloured =
    measured && !colourWords.test(emoji.label) ? withAdjective(noun, measured) : noun;
  return [
    coloured,
    noun,
    emoji.label,
    `a small picture of ${noun}`,
    ...imageFrames(coloured, noun),
    ...groupFrames(emoji, coloured),
    ...tagFrames(emoji, coloured, noun),
  ];
}

function imageFrames(full: string, short: string): string[] {
  return [
    `an emoji of ${full}`,
    `a picture of ${full}`,
    `an icon showing ${full}`,
    `a 3D drawing of ${short}`,
    `${full} on a white background`,
    `a cartoon of ${short}`,
  ];
}

function groupFrames({ subgroupName }: Emoji, full: string): string[] {
  const group = subgroupName.replaceAll(' & ', ' and ').replaceAll(' / ', ' or ');
  return [`${full} (${group})`, `${group}: ${full}`];
}

function tagFrames({ label, tags }: Emoji, full: string, short: string): string[] {
  const words = tags.filter(
    (tag) => /^[a-z][a-z-]{2,}$/u.test(tag) && !unusedTags.test(tag) && !label.includes(tag),
  );
  const pairs = words.flatMap((word, i) => (i % 2 === 1 ? [[words[i - 1]!, word] as const] : []));
  return pairs
    .slice(0, 4)
    .map(([first, second], i) => `${i % 2 === 0 ? full : short}, tagged ${first} and ${second}`);
}

/** `a man with red hair` + `dark skin` = `a man with red hair and dark skin`. */
function withAttribute(noun: string, attribute: string): string {
  return `${noun} ${/ with /u.test(noun) ? 'and' : 'with'} ${attribute}`;
}

/** `an office worker` + `dark-skinned` = `a dark-skinned office worker`. */
function withAdjective(noun: string, adjective: string): string {
  const [, article, rest] = /^(an?|the|two) (.+)$/u.exec(noun) ?? [];
  if (rest === undefined) return `${adjective} ${noun}`;
  const leading = article === 'the' || article === 'two' ? article : indefiniteArticle(adjective);
  return `${leading} ${adjective} ${rest}`;
}
