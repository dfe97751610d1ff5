/** Style sheet of the page of a sentence study, after `pageStyle`. */
export const sentenceStyle = `
h2 { font-size: 16px; margin: 0 0 8px; }
#board { display: grid; gap: 20px; margin: 16px 0; }
#sentences { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
#sentences li { display: grid; grid-template-columns: 1.5em 1fr auto; gap: 8px; background: #fff; border: 2px solid #dfe3ea; border-radius: 10px; padding: 5px 10px; font-size: 15px; overflow-wrap: anywhere; }
#sentences li.given { border-color: #2563eb; }
#sentences .letter { font-weight: 600; }
#sentences .at { align-self: start; background: #2563eb; color: #fff; border-radius: 999px; padding: 0 10px; font-size: 13px; white-space: nowrap; }
#sentences .at:empty { display: none; }
#images { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 16px; }
.image { background: #fff; border: 2px solid #dfe3ea; border-radius: 12px; padding: 10px; min-width: 0; }
.image.given { border-color: #2563eb; }
.image label { display: block; font-weight: 600; margin: 6px 0 4px; }
.image select { display: block; width: 100%; min-height: 44px; font: inherit; color: inherit; background: #fff; border: 1px solid #c9ced8; border-radius: 10px; padding: 0 8px; text-overflow: ellipsis; }
select:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
.image .chosen { margin: 6px 0 0; font-size: 14px; line-height: 1.4; color: #4b5563; overflow-wrap: anywhere; }
nav { align-items: center; flex-wrap: wrap; } nav #status { flex: 1 1 120px; margin: 0; font-size: 14px; }
@media (min-width: 900px) {
  #board { grid-template-columns: minmax(300px, 400px) 1fr; align-items: start; }
  #list { position: sticky; top: 12px; max-height: calc(100vh - 100px); overflow-y: auto; }
}
@media (max-width: 640px) { #images { grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 10px; } .image { padding: 8px; } }
`;

/** Script of the page of a sentence study, after `answerScript`. */
export const sentenceScript = `
const { sentences, images } = content;
const letters = sentences.map((_, index) => letter(index));

// state.answers[i]: the letter of the sentence of image i + 1, '' for none.
const rows = sentences.map((text, index) => {
  const row = part('li', '', part('span', 'letter', letters[index]), part('span', '', text), part('span', 'at'));
  element('sentences').append(row);
  return row;
});
const cards = images.map((source, index) => {
  const image = part('img', '');
  image.src = source;
  image.alt = 'image ' + (index + 1);
  const select = part('select', '', part('option', '', 'choose …'), ...sentences.map(() => part('option', '')));
  select.id = 'choice-' + (index + 1);
  select.options[0].value = '';
  letters.forEach((name, place) => { select.options[place + 1].value = name; });
  const label = part('label', '', 'Image ' + (index + 1));
  label.htmlFor = select.id;
  select.addEventListener('change', () => choose(index, select.value));
  select.addEventListener('blur', () => { chooser = -1; });
  const card = part('div', 'image', image, label, select, part('p', 'chosen'));
  element('images').append(card);
  return card;
});

// A closed list chooses at every press of an arrow key: what it takes from another image on its way goes back there.
let chooser = -1;
let before = [];

/** Gives an image a sentence, and takes it from the one that had it. */
function choose(index, name) {
  if (chooser !== index) before = state.answers;
  chooser = index;
  const from = name === '' ? -1 : before.indexOf(name);
  state.answers = before.map((one, other) => other === index ? name : other === from ? '' : one);
  element('status').textContent = from >= 0 && from !== index
    ? 'Sentence ' + name + ' moved from image ' + (from + 1) + ', which has none now.' : '';
  keep();
  update();
}

function update() {
  const done = state.answers.filter((name) => name !== '').length;
  element('progress').max = images.length;
  element('progress').value = done;
  element('count').textContent = done + ' of ' + images.length + ' images have a sentence';
  element('save').disabled = done < images.length;
  rows.forEach((row, index) => {
    const at = state.answers.indexOf(letters[index]);
    row.classList.toggle('given', at >= 0);
    row.querySelector('.at').textContent = at < 0 ? '' : 'image ' + (at + 1);
  });
  cards.forEach((card, index) => {
    const name = state.answers[index];
    const select = card.querySelector('select');
    select.value = name;
    letters.forEach((one, place) => {
      const at = state.answers.indexOf(one);
      const taken = at < 0 || at === index ? '' : ' (image ' + (at + 1) + ')';
      const text = one + taken + ': ' + sentences[place];
      if (select.options[place + 1].textContent !== text) select.options[place + 1].textContent = text;
    });
    card.classList.toggle('given', name !== '');
    card.querySelector('.chosen').textContent = name === '' ? '' : sentences[letters.indexOf(name)];
  });
}

function begin() {
  chooser = -1;
  update();
  scrollTo(0, 0);
  cards[0].querySelector('select').focus({ preventScroll: true });
}

restore();
update();
`;
