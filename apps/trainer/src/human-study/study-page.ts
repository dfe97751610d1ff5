import type { Study } from './draw-study.js';
import { studyScript, studyStyle } from './study-assets.js';
import { encodeKey, studyId } from './study-key.js';

/**
 * The study as one HTML page that needs no other file and no network. It shows models as letters, caption by caption; who
 * is who is in the encoded key, which the page only copies into the answers.
 */
export function studyPage({ key, pictures }: Study): string {
  const encoded = encodeKey(key);
  const content = {
    study: studyId(encoded),
    key: encoded,
    captions: key.captions.map((text, index) => ({ text, sets: pictures[index] })),
  };
  // `<` would end the element; in JSON it is only ever inside of strings.
  const json = JSON.stringify(content).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Rank the pictures</title>
<style>${studyStyle}</style>
<body>
<header><progress id="progress" aria-label="captions ranked"></progress><span id="count"></span></header>
<main id="rating">
<p class="lead">Which set has the best pictures of this caption?</p>
<h1 id="caption" tabindex="-1"></h1>
<p class="help">Click the sets from best to worst<span class="keys">, or press their letters; <kbd>Backspace</kbd> takes the last one back, <kbd>←</kbd> and <kbd>→</kbd> turn pages</span>.</p>
<div id="sets"></div>
<nav><button id="back">Back</button><button id="undo">Undo</button><button id="next" class="main">Next</button></nav>
</main>
<main id="end" hidden>
<h1>All captions are ranked. Thank you!</h1>
<p>Save the file with your answers, and send it to whoever gave you this page.</p>
<p class="buttons"><button id="save" class="main">Save answers</button> <button id="review">Look through them again</button> <button id="restart" hidden>Begin anew as another person</button></p>
</main>
<p id="status" role="status"></p>
<noscript><p>This page needs JavaScript; it loads nothing and sends nothing.</p></noscript>
<footer>Study ${content.study}. Your answers stay in this browser until you save them.</footer>
<script type="application/json" id="study">${json}</script>
<script>${studyScript}</script>
</body>
</html>
`;
}
