/** Style sheet of the page of a study. */
export const studyStyle = `
:root { color-scheme: light; font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: #1f2430; background: #f6f7f9; }
* { box-sizing: border-box; }
body { max-width: 1280px; margin: 0 auto; padding: 0 16px 24px; }
header { display: flex; gap: 12px; align-items: center; padding: 12px 0; font-size: 14px; color: #4b5563; }
progress { flex: 1; height: 8px; accent-color: #2563eb; } #count { white-space: nowrap; }
.lead, .help { margin: 0; color: #4b5563; font-size: 15px; }
h1 { font-size: 24px; line-height: 1.25; margin: 4px 0; outline: none; overflow-wrap: anywhere; }
kbd { font: 13px ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid #c9ced8; border-radius: 4px; padding: 0 5px; background: #fff; }
#sets { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 16px; margin: 14px 0; }
.set { font: inherit; color: inherit; text-align: left; background: #fff; border: 2px solid #dfe3ea; border-radius: 12px; padding: 10px; cursor: pointer; }
.set:hover { border-color: #93b4f5; } .set.ranked { border-color: #2563eb; }
button:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
.set .name { display: flex; justify-content: space-between; align-items: center; height: 32px; margin-bottom: 8px; font-weight: 600; }
.set .rank { background: #2563eb; color: #fff; border-radius: 999px; padding: 2px 14px; } .set .rank:empty { display: none; }
.set .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 6px; }
.set img { display: block; width: 100%; aspect-ratio: 1; border-radius: 6px; background: #eef0f4; outline: 1px solid #e3e6ec; outline-offset: -1px; }
nav { position: sticky; bottom: 0; display: flex; gap: 12px; padding: 10px 0; background: #f6f7f9; border-top: 1px solid #e3e6ec; }
nav .main { margin-left: auto; }
nav button, .buttons button { font: inherit; min-height: 44px; padding: 8px 20px; border: 1px solid #c9ced8; border-radius: 10px; background: #fff; color: inherit; cursor: pointer; }
nav .main, .buttons .main { background: #2563eb; border-color: #2563eb; color: #fff; font-weight: 600; min-width: 120px; }
button:disabled { opacity: 0.45; cursor: default; }
#status { min-height: 1.5em; margin: 8px 0; color: #4b5563; }
footer { font-size: 12px; color: #6b7280; }
[hidden] { display: none !important; }
@media (min-width: 900px) and (min-height: 860px) { .set .pictures { grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); } }
@media (pointer: coarse) { .keys { display: none; } }
@media (max-width: 640px) {
  h1 { font-size: 20px; }
  .set .pictures { grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); }
}
`;

/** Script of the page of a study. It never decodes the key. */
export const studyScript = `
const { study, key, captions } = JSON.parse(document.getElementById('study').textContent);
const element = (id) => document.getElementById(id);
const letter = (index) => String.fromCharCode(65 + index);
const place = (rank) => rank + (['th', 'st', 'nd', 'rd'][rank] ?? 'th');
const storageName = 'stackgan-study-' + study;

/** answers[i]: the letters of caption i, best first; as many as are ranked. */
let state = newState();
let position = 0;

function newState() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const rater = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { rater, answers: captions.map(() => []) };
}
const isRanked = (index) => state.answers[index].length === captions[index].sets.length;

function restore() {
  try {
    const saved = JSON.parse(localStorage.getItem(storageName));
    if (saved?.answers?.length === captions.length) state = saved;
  } catch { /* kept nowhere, or damaged: a new rater */ }
}
function keep() {
  try {
    localStorage.setItem(storageName, JSON.stringify(state));
  } catch {
    element('status').textContent = 'This browser keeps nothing: answer all captions before you close the page.';
  }
}

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
  element('sets').replaceChildren(...sets.map((pictures, set) => {
    const button = document.createElement('button');
    button.className = 'set';
    button.append(part('span', 'name', part('span', '', letter(set)), part('span', 'rank')),
      part('span', 'pictures', ...pictures.map((source, index) => {
        const image = part('img', '');
        image.src = source;
        image.alt = letter(set) + ', picture ' + (index + 1);
        return image;
      })));
    button.addEventListener('click', ({ detail }) => {
      if (detail > 0) button.blur();
      toggle(letter(set));
    });
    return button;
  }));
}

function part(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
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

function save() {
  const { rater, answers } = state;
  const file = { kind: 'stackgan-human-study', format: 1, study, rater, answers, key };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }));
  link.download = 'answers-' + study.slice(0, 6) + '-' + rater.slice(0, 6) + '.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  element('status').textContent = 'Saved as ' + link.download + ' where this browser puts downloads.';
  element('restart').hidden = false;
}
function restart() {
  state = newState();
  keep();
  element('restart').hidden = true;
  element('status').textContent = '';
  show(0);
}

element('next').addEventListener('click', next);
element('back').addEventListener('click', back);
element('undo').addEventListener('click', undo);
element('save').addEventListener('click', save);
element('review').addEventListener('click', () => show(0));
element('restart').addEventListener('click', restart);
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
