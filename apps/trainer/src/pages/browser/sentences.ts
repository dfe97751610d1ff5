/** Program of the page on which people choose the sentence of each image. */
import { openAnswers, readStudy } from './answers.js';
import { createElement, element, letterOf } from './elements.js';
import type { SentenceContent } from './study-data.js';

// The answer to an image: the letter of its sentence, '' for none.
const study = readStudy<string, SentenceContent>();
const { sentences, images } = study;
const letters = sentences.map((_, index) => letterOf(index));
const answers = openAnswers(study, begin);

// A closed list changes at every press of an arrow key. What it takes from another image on the
// way goes back there: `before` is what was chosen when the list of image `chooser` got the focus.
let chooser = -1;
let before: readonly string[] = [];

const rows = sentences.map((text, index) => {
  const letter = createElement('span', 'letter', letters[index]!);
  const sentence = createElement('span', '', text);
  return createElement('li', '', letter, sentence, createElement('span', 'at'));
});
element('sentences').append(...rows);
const cards = images.map(imageCard);
element('images').append(...cards);

function imageCard(source: string, index: number): HTMLElement {
  const image = createElement('img', '');
  image.src = source;
  image.alt = `image ${index + 1}`;
  const none = createElement('option', '', 'choose …');
  none.value = '';
  const options = letters.map((letter) => {
    const option = createElement('option', '');
    option.value = letter;
    return option;
  });
  const select = createElement('select', '', none, ...options);
  select.id = `choice-${index + 1}`;
  select.addEventListener('change', () => choose(index, select.value));
  select.addEventListener('blur', () => {
    chooser = -1;
  });
  const label = createElement('label', '', `Image ${index + 1}`);
  label.htmlFor = select.id;
  return createElement('div', 'image', image, label, select, createElement('p', 'chosen'));
}

/** Gives an image a sentence, and takes it from the image that had it. */
function choose(index: number, letter: string): void {
  if (chooser !== index) before = answers.current;
  chooser = index;
  const from = letter === '' ? -1 : before.indexOf(letter);
  answers.change(
    before.map((one, other) => {
      if (other === index) return letter;
      return other === from ? '' : one;
    }),
    from >= 0 && from !== index
      ? `Sentence ${letter} moved from image ${from + 1}, which has none now.`
      : '',
  );
  update();
}

function update(): void {
  const chosen = answers.current;
  const done = chosen.filter((letter) => letter !== '').length;
  const progress = element<HTMLProgressElement>('progress');
  progress.max = images.length;
  progress.value = done;
  element('count').textContent = `${done} of ${images.length} images have a sentence`;
  element<HTMLButtonElement>('save').disabled = done < images.length;
  rows.forEach((row, index) => {
    const at = chosen.indexOf(letters[index]!);
    row.classList.toggle('given', at >= 0);
    row.querySelector('.at')!.textContent = at < 0 ? '' : `image ${at + 1}`;
  });
  cards.forEach((card, index) => updateCard(card, index, chosen));
}

function updateCard(card: HTMLElement, index: number, chosen: readonly string[]): void {
  const letter = chosen[index]!;
  const select = card.querySelector('select')!;
  select.value = letter;
  letters.forEach((one, place) => {
    const at = chosen.indexOf(one);
    const taken = at < 0 || at === index ? '' : ` (image ${at + 1})`;
    const text = `${one}${taken}: ${sentences[place]}`;
    const option = select.options[place + 1]!;
    if (option.textContent !== text) option.textContent = text;
  });
  card.classList.toggle('given', letter !== '');
  card.querySelector('.chosen')!.textContent =
    letter === '' ? '' : sentences[letters.indexOf(letter)]!;
}

function begin(): void {
  chooser = -1;
  update();
  scrollTo(0, 0);
  cards[0]!.querySelector('select')!.focus({ preventScroll: true });
}

update();
