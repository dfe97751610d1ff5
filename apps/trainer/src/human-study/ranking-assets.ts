/** Style sheet of the page of a ranking, after `pageStyle`. */
export const rankingStyle = `
kbd { font: 13px ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid #c9ced8; border-radius: 4px; padding: 0 5px; background: #fff; }
#sets { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 16px; margin: 14px 0; }
.set { font: inherit; color: inherit; text-align: left; background: #fff; border: 2px solid #dfe3ea; border-radius: 12px; padding: 10px; cursor: pointer; }
.set:hover { border-color: #93b4f5; } .set.ranked { border-color: #2563eb; }
.set .name { display: flex; justify-content: space-between; align-items: center; height: 32px; margin-bottom: 8px; font-weight: 600; }
.set .rank { background: #2563eb; color: #fff; border-radius: 999px; padding: 2px 14px; } .set .rank:empty { display: none; }
.set .images { display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 6px; }
@media (min-width: 900px) and (min-height: 860px) { .set .images { grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); } }
@media (pointer: coarse) { .keys { display: none; } }
@media (max-width: 640px) { .set .images { grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); } }
`;

/** Script of the page of a ranking, after `answerScript`. */
export const rankingScript = `
const { captions } = content;
const place = (rank) => rank + (['th', 'st', 'nd', 'rd'][rank] ?? 'th');

// state.answers[i]: the letters of caption i, best first; as many as are ranked.
let position = 0;
const isRanked = (index) => state.answers[index].length === captions[index].sets.length;

function show(index) {
  position = index;
  const isEnd = index === captions.length;
  element('rating').hidden = isEnd;
  element('end').hidden = !isEnd;
  if (!isEnd) showCaption();
  update();
  scrollTo(0, 0);
  (isEnd ? element('save') : element('caption')).focus({ preventScroll: true });
}

function showCaption() {
  const { text, sets } = captions[position];
  element('caption').textContent = '“' + text + '”';
  element('sets').replaceChildren(...sets.map((images, set) => {
    const button = document.createElement('button');
    button.className = 'set';
    button.append(part('span', 'name', part('span', '', letter(set)), part('span', 'rank')),
      part('span', 'images', ...images.map((source, index) => {
        const image = part('img', '');
        image.src = source;
        image.alt = letter(set) + ', image ' + (index + 1);
        return image;
      })));
    button.addEventListener('click', ({ detail }) => {
      if (detail > 0) button.blur();
      toggle(letter(set));
    });
    return button;
  }));
}

function update() {
  const done = captions.filter((_, index) => isRanked(index)).length;
  element('progress').max = captions.length;
  element('progress').value = done;
  const isEnd = position === captions.length;
  element('count').textContent = isEnd ? 'all ' + done + ' captions ranked' : 'caption ' + (position + 1) + ' of ' + captions.length;
  if (isEnd) return;
  const order = state.answers[position];
  [...element('sets').children].forEach((button, set) => {
    const rank = order.indexOf(letter(set)) + 1;
    button.classList.toggle('ranked', rank > 0);
    button.setAttribute('aria-label', 'set ' + letter(set) + (rank > 0 ? ', ranked ' + place(rank) : ', not ranked'));
    button.querySelector('.rank').textContent = rank > 0 ? place(rank) + (rank === 1 ? ', best' : '') : '';
  });
  element('back').disabled = position === 0;
  element('undo').disabled = order.length === 0;
  element('next').disabled = !isRanked(position);
}

function change(order) {
  const count = captions[position].sets.length;
  // Who is left when all others have a place is the last.
  if (order.length === count - 1 && order.length > state.answers[position].length) {
    order = [...order, ...captions[position].sets.map((_, set) => letter(set)).filter((name) => !order.includes(name))];
  }
  state.answers[position] = order;
  element('status').textContent = '';
  keep();
  update();
  if (order.length === count) element('next').focus({ preventScroll: true });
}
/** Gives a set the next place, or takes its place away with all after it. */
function toggle(name) {
  const order = state.answers[position];
  const at = order.indexOf(name);
  change(at < 0 ? [...order, name] : order.slice(0, at));
}
function undo() {
  const order = state.answers[position];
  // The last place was given by itself.
  change(order.slice(0, Math.max(0, order.length - (isRanked(position) ? 2 : 1))));
}
const next = () => isRanked(position) && show(position + 1);
const back = () => position > 0 && show(position - 1);
const begin = () => show(0);

element('next').addEventListener('click', next);
element('back').addEventListener('click', back);
element('undo').addEventListener('click', undo);
element('review').addEventListener('click', begin);
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isEnd = position === captions.length;
  const set = event.key.length === 1 ? event.key.toUpperCase().charCodeAt(0) - 65 : -1;
  if (event.key === 'ArrowLeft') back();
  else if (isEnd) return;
  else if (event.key === 'ArrowRight') next();
  else if (event.key === 'Backspace') undo();
  else if (set >= 0 && set < captions[position].sets.length) toggle(letter(set));
  else return;
  event.preventDefault();
});

restore();
const first = captions.findIndex((_, index) => !isRanked(index));
show(first < 0 ? captions.length : first);
`;
