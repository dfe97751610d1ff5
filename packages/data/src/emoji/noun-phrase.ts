import type { Emoji } from './read-emoji.js';

/** Names that need another wording in a sentence. */
const wordings = new Map([
  ['Santa Claus', 'Santa Claus'],
  ['Mrs. Claus', 'Mrs. Claus'],
  ['Mx Claus', 'Mx Claus'],
  ['mount fuji', 'Mount Fuji'],
  ['Tokyo tower', 'the Tokyo Tower'],
  ['Statue of Liberty', 'the Statue of Liberty'],
  ['milky way', 'the Milky Way'],
  ['sun', 'the sun'],
  ['foggy', 'a foggy city'],
  ['locked', 'a locked padlock'],
  ['unlocked', 'an unlocked padlock'],
  ['locked with pen', 'a locked padlock with a pen'],
  ['locked with key', 'a locked padlock with a key'],
  ['kiss', 'two people kissing'],
  ['couple with heart', 'a couple with a heart'],
  ['family', 'a family'],
  ['breast-feeding', 'a woman breast-feeding a baby'],
  ['rolling on the floor laughing', 'a face rolling on the floor laughing'],
  ['star-struck', 'a star-struck face'],
  ['exploding head', 'a face with an exploding head'],
  ['dizzy', 'a dizzy star'],
  ['dashing away', 'a puff of air dashing away'],
  ['palms up together', 'two hands with palms up together'],
  ['copyright', 'a copyright sign'],
  ['registered', 'a registered trade mark sign'],
  ['trade mark', 'a trade mark sign'],
  ['thumbs up', 'a hand giving a thumbs up'],
  ['thumbs down', 'a hand giving a thumbs down'],
  ['index pointing up', 'a hand with the index finger pointing up'],
  ['index pointing at the viewer', 'a hand pointing at the viewer'],
  ['horse racing', 'a jockey racing on a horse'],
  ['selfie', 'a hand taking a selfie'],
  ['nail polish', 'a hand putting on nail polish'],
  ['plus', 'a plus sign'],
  ['minus', 'a minus sign'],
  ['multiply', 'a multiplication sign'],
  ['divide', 'a division sign'],
  ['infinity', 'an infinity sign'],
  ['information', 'an information sign'],
  ['wireless', 'a wireless sign'],
  ['radioactive', 'a radioactive sign'],
  ['biohazard', 'a biohazard sign'],
  ['warning', 'a warning sign'],
  ['no entry', 'a no entry sign'],
  ['prohibited', 'a prohibited sign'],
  ['om', 'the om symbol'],
]);

/** Last words of a name's head that take no article. */
const massNouns = new Set(
  (
    'bacon badminton bowling bread broccoli butter camping construction cooking coral corn dango ' +
    'dna food fog garlic hockey ice jade lacrosse lightning liquid luggage mate milk money oden ' +
    'pong popcorn rail rice sake salt soap spaghetti sushi tennis voltage water wood yarn ZZZ fire'
  ).split(' '),
);

/** Names of countries and territories that need `the`. */
const countriesWithArticle =
  /^(?:United|European|Bahamas|Caribbean|Gambia|Netherlands|Philippines|Comoros|Maldives)|Islands$|Republic$|Territor/u;

/**
 * The emoji's name as a plain English noun phrase without its skin tone: `man: red hair` becomes
 * `a man with red hair`, `flag: Iran` becomes `the flag of Iran`.
 */
export function nounPhrase({ label, subgroup }: Pick<Emoji, 'label' | 'subgroup'>): string {
  const wording = wordings.get(label);
  if (wording !== undefined) return wording;
  if (subgroup === 'zodiac') return `the zodiac sign ${label}`;
  if (/o’clock$|-thirty$/u.test(label)) return `a clock showing ${label.replace('-', ' ')}`;
  const [head, detail] = label.split(': ') as [string, string?];
  if (detail !== undefined) return detailedPhrase(head, detail);
  const role = subgroup === 'person-role' || subgroup === 'person-fantasy';
  const gendered = /^(man|woman) (?!with |in |wearing |feeding )(.+)$/u.exec(label);
  if (role && gendered) return `a ${gendered[1] === 'man' ? 'male' : 'female'} ${gendered[2]}`;
  return withArticle(
    label.replace('gesturing NO', 'gesturing no').replace('(', 'of ').replace(')', ''),
  );
}

/** Names of the form `head: detail`. */
function detailedPhrase(head: string, detail: string): string {
  const members = detail.split(', ').map(withArticle);
  const list = [members.slice(0, -1).join(', '), members.at(-1)].filter(Boolean).join(' and ');
  switch (head) {
    case 'flag':
      return `the flag of ${countriesWithArticle.test(detail) ? 'the ' : ''}${detail}`;
    case 'keycap':
      return `a keycap with the ${/\d/u.test(detail) ? 'number' : 'sign'} ${detail}`;
    case 'family':
      return `a family of ${list}`;
    case 'kiss':
      return `${list} kissing`;
    case 'couple with heart':
      return `${list} with a heart`;
  }
  if (detail === 'bald') return `a bald ${head}`;
  return `${withArticle(head)} with ${detail === 'beard' ? 'a beard' : detail}`;
}

/** Puts `a` or `an` before a name unless its head noun is plural or uncountable. */
function withArticle(name: string): string {
  if (/^(?:person|man|woman|face)\b/u.test(name)) return `a ${name}`;
  const head =
    name.split(/ (?:with|without|of|on|in|and|over|at|behind|under|showing|holding|facing) /u)[0] ??
    name;
  const last = head.split(' ').at(-1) ?? head;
  const plural = /s$/u.test(last) && !/(?:ss|us|is|os)$/u.test(last) && !/^[A-Z]/u.test(last);
  if (plural || massNouns.has(last) || /^(?:people|women|men|two)\b/u.test(name)) return name;
  return `${indefiniteArticle(name)} ${name}`;
}

/** `an` before a vowel sound, `a` elsewhere. */
export function indefiniteArticle(words: string): 'a' | 'an' {
  if (/^(?:uni|eu|ewe|one|U[A-Z])/u.test(words)) return 'a';
  return /^(?:[aeiouåAEIO8]|hour|x-ray|NG|SOS|UP)/u.test(words) ? 'an' : 'a';
}
