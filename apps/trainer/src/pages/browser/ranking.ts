/** Program of the page on which people rank the models of a study, caption by caption. */
import { openAnswers, readStudy } from './answers.js';
import { createElement, element, letterOf } from './elements.js';
import type { RankingContent } from './study-data.js';

// The answer to a caption: the letters of its sets, best first; as many as are ranked.
const study = readStudy<readonly string[], RankingContent>();
const { captions } = study;
const begin = () => show(0);
const answers = openAnswers(study, begin);

/** The caption on the page; `captions.length` at the end. */
let position = 0;
const setsOf = (index: number) => captions[index]!.sets;
const isRanked = (index: number) => answers.current[index]!.length === setsOf(index).length;
const isAtEnd = () => position === captions.length;

function show(index: number): void {
  position = index;
  element('rating').hidden = isAtEnd();
  element('end').hidden = !isAtEnd();
  if (!isAtEnd()) showCaption();
  update();
  scrollTo(0, 0);
  element(isAtEnd() ? 'save' : 'caption').focus({ preventScroll: true });
}

function showCaption(): void {
  const { text, sets } = captions[position]!;
  element('caption').textContent = `“${text}”`;
  element('sets').replaceChildren(...sets.map(setButton));
}

function setButton(images: readonly string[], set: number): HTMLButtonElement {
  const letter = letterOf(set);
  const shown = images.map((source, index) => {
    const image = createElement('img', '');
    image.src = source;
    image.alt = `${letter}, image ${index + 1}`;
    return image;
  });
  const name = [createElement('span', '', letter), createElement('span', 'rank')];
  const button = createElement(
    'button',
    'set',
    createElement('span', 'name', ...name),
    createElement('span', 'images', ...shown),
  );
  button.addEventListener('click', ({ detail }) => {
    if (detail > 0) button.blur();
    toggle(letter);
  });
  return button;
}

function update(): void {
  const done = captions.filter((_, index) => isRanked(index)).length;
  const progress = element<HTMLProgressElement>('progress');
  progress.max = captions.length;
  progress.value = done;
  element('count').textContent = isAtEnd()
    ? `all ${done} captions ranked`
    : `caption ${position + 1} of ${captions.length}`;
  if (isAtEnd()) return;
  const order = answers.current[position]!;
  [...element('sets').children].forEach((button, set) => {
    const rank = order.indexOf(letterOf(set)) + 1;
    const place = ordinal(rank);
    button.classList.toggle('ranked', rank > 0);
    const state = rank > 0 ? `ranked ${place}` : 'not ranked';
    button.setAttribute('aria-label', `set ${letterOf(set)}, ${state}`);
    const label = rank === 1 ? `${place}, best` : place;
    button.querySelector('.rank')!.textContent = rank > 0 ? label : '';
  });
  element<HTMLButtonElement>('back').disabled = position === 0;
  element<HTMLButtonElement>('undo').disabled = order.length === 0;
  element<HTMLButtonElement>('next').disabled = !isRanked(position);
}

const ordinal = (rank: number): string => rank + (['th', 'st', 'nd', 'rd'][rank] ?? 'th');

function change(order: readonly string[]): void {
  const letters = setsOf(position).map((_, set) => letterOf(set));
  // When all sets but one have a place, the other one is the last.
  const isOneLeft = order.length === letters.length - 1;
  if (isOneLeft && order.length > answers.current[position]!.length) {
    order = [...order, ...letters.filter((letter) => !order.includes(letter))];
  }
  answers.change(
    answers.current.map((one, index) => (index === position ? order : one)),
    '',
  );
  update();
  if (isRanked(position)) element('next').focus({ preventScroll: true });
}

/** Gives a set the next place, or takes away its place and all places after it. */
function toggle(letter: string): void {
  const order = answers.current[position]!;
  const at = order.indexOf(letter);
  change(at < 0 ? [...order, letter] : order.slice(0, at));
}

function undo(): void {
  const order = answers.current[position]!;
  // The last place was given automatically, with the one before it.
  change(order.slice(0, Math.max(0, order.length - (isRanked(position) ? 2 : 1))));
}

function next(): void {
  if (isRanked(position)) show(position + 1);
}

function back(): void {
  if (position > 0) show(position - 1);
}

element('next').addEventListener('click', next);
element('back').addEventListener('click', back);
element('undo').addEventListener('click', undo);
element('review').addEventListener('click', begin);
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const { key } = event;
  const set = key.length === 1 ? key.toUpperCase().charCodeAt(0) - 65 : -1;
  if (key === 'ArrowLeft') back();
  else if (isAtEnd()) return;
  else if (key === 'ArrowRight') next();
  else if (key === 'Backspace') undo();
  else if (set >= 0 && set < setsOf(position).length) toggle(letterOf(set));
  else return;
  event.preventDefault();
});

const first = captions.findIndex((_, index) => !isRanked(index));
show(first < 0 ? captions.length : first);
