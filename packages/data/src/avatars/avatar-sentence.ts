import type { SeededRandom } from '@stackgan/random';

import type { PhraseKind } from './avatar-lexicon.js';
import { pick, type StatedPhrase } from './avatar-phrases.js';

const frames = ['portrait of', 'a portrait of', 'a drawing of', 'a cartoon of', 'a picture of'];
const characters = ['avatar of', 'an avatar of', 'cartoon portrait of'];
/** Share of captions that begin with one of these. */
const frameShare = 0.3;

/** Joins phrases to a sentence, in random order; `nouns` are those that suit the image. */
export function sayCaption(
  phrases: readonly StatedPhrase[],
  nouns: readonly string[],
  random: SeededRandom,
): string {
  const shuffled = random.shuffle([...phrases]);
  const say = pick([describe, describe, describe, describe, tell, list], random);
  return correctArticles(say(shuffled, nouns, random));
}

type Say = (
  phrases: readonly StatedPhrase[],
  nouns: readonly string[],
  random: SeededRandom,
) => string;

const textsOf = (phrases: readonly StatedPhrase[], kind: PhraseKind): string[] =>
  phrases.filter((phrase) => phrase.kind === kind).map(({ text }) => text);

/** `a smiling person with brown skin, wearing a red hoodie`. */
const describe: Say = (phrases, nouns, random) => {
  // `a smiling dark-skinned person`, not `a dark-skinned smiling person`.
  const adjectives = textsOf(phrases, 'adjective').sort(
    (a, b) => Number(a.includes('-')) - Number(b.includes('-')),
  );
  const noun = pick(
    adjectives.length > 0 ? nouns.filter((one) => one !== 'someone') : nouns,
    random,
  );
  const frame = random.uniform() < frameShare ? `${pick([...frames, ...characters], random)} ` : '';
  // In a hurry, people write `bald man with a beard`.
  const isHasty = frame === '' && random.uniform() < 0.25;
  const article = isHasty || noun === 'someone' ? [] : ['a'];
  const subject = [...article, ...adjectives, noun].join(' ');

  const groups = { has: textsOf(phrases, 'has'), wears: textsOf(phrases, 'wears') };
  // People also say `with a beard and a red hoodie`.
  if (groups.has.length > 0 && random.uniform() < 0.35) {
    groups.has = random.shuffle([...groups.has, ...groups.wears]);
    groups.wears = [];
  }
  const does = textsOf(phrases, 'does');
  const wearing = pick(['wearing', 'wearing', 'in'], random);
  const tails = random.shuffle(
    [
      { lead: 'with', items: groups.has },
      { lead: wearing, items: groups.wears },
      { lead: '', items: does },
    ].filter(({ items }) => items.length > 0),
  );
  let text = frame + subject;
  for (const [i, { lead, items }] of tails.entries()) {
    text += joint(tails[i - 1], lead, i === tails.length - 1, random);
    text += [lead, joinAnd(items)].filter(Boolean).join(' ');
  }
  return text;
};

interface Tail {
  readonly lead: string;
  readonly items: readonly string[];
}

/**
 * The text between two tails. It must be clear that the second tail does not belong to the last
 * word of the first.
 */
function joint(
  before: Tail | undefined,
  lead: string,
  isLast: boolean,
  random: SeededRandom,
): string {
  if (before === undefined) return ' ';
  const isShort = before.items.length === 1;
  const isParticiple = [lead, before.lead].every((word) => word === '' || word === 'wearing');
  if (isParticiple && isShort && isLast) return ' and ';
  const mayFollow = before.lead === 'with' && (lead === 'in' || lead === 'wearing');
  return mayFollow && isShort && random.uniform() < 0.6 ? ' ' : ', ';
}

/** `this person has brown skin, wears a red hoodie and is smiling`. */
const tell: Say = (phrases, nouns, random) => {
  const noun = pick(nouns, random);
  const subject = noun === 'someone' ? noun : `${pick(['this', 'this', 'the'], random)} ${noun}`;
  const has = textsOf(phrases, 'has');
  const wears = textsOf(phrases, 'wears');
  const is = [...textsOf(phrases, 'adjective'), ...textsOf(phrases, 'does')];
  const wearing = pick(['wears', 'is wearing'], random);
  const clauses = random.shuffle(
    [
      { verb: 'has', items: has },
      { verb: wearing, items: wears },
      { verb: 'is', items: is },
    ]
      .filter(({ items }) => items.length > 0)
      .map(({ verb, items }) => ({ text: `${verb} ${joinAnd(items)}`, isLong: items.length > 1 })),
  );
  const isLong = clauses.some((clause) => clause.isLong) && clauses.length > 1;
  const texts = clauses.map(({ text }) => text);
  const last = texts.pop()!;
  const start = texts.length > 0 ? `${texts.join(', ')}${isLong ? ', and ' : ' and '}` : '';
  return `${subject} ${start}${last}`;
};

/** `brown skin, red hoodie, smiling`, as in a search query. */
const list: Say = (phrases, nouns, random) => {
  const dropsArticles = random.uniform() < 0.7;
  const items = phrases.map(({ text }) =>
    dropsArticles ? text.replace(/^(?:an?|their) /, '') : text,
  );
  const subject = pick(nouns, random);
  const needsSubject = phrases.length === 1 || random.uniform() < 0.4;
  return [...(needsSubject ? [subject] : []), ...items].join(', ');
};

const joinAnd = (items: readonly string[]): string =>
  items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]!}`;

/** `a orange hat` becomes `an orange hat`. */
const correctArticles = (text: string): string => text.replaceAll(/\ba (?=[aeiou])/g, 'an ');
