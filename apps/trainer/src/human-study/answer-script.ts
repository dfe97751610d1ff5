/**
 * Script that the pages of all studies begin with: what a rater answers, kept by the browser until it is saved. It never
 * decodes the key. A page brings `noAnswers`, as many as it has questions, and a function `begin` that shows the first.
 */
export const answerScript = `
const { kind, study, key, noAnswers, ...content } = JSON.parse(document.getElementById('study').textContent);
const element = (id) => document.getElementById(id);
const letter = (index) => String.fromCharCode(65 + index);
const storageName = 'stackgan-study-' + study;
let state = newState();

function newState() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const rater = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { rater, answers: [...noAnswers] };
}

function restore() {
  try {
    const saved = JSON.parse(localStorage.getItem(storageName));
    if (saved?.answers?.length === noAnswers.length) state = saved;
  } catch { /* kept nowhere, or damaged: a new rater */ }
}
function keep() {
  try {
    localStorage.setItem(storageName, JSON.stringify(state));
  } catch {
    element('status').textContent = 'This browser keeps nothing: answer everything before you close the page.';
  }
}

function part(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function save() {
  const { rater, answers } = state;
  const file = { kind, format: 1, study, rater, answers, key };
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
  begin();
}

element('save').addEventListener('click', save);
element('restart').addEventListener('click', restart);
`;
