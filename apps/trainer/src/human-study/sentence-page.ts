import { ANSWER_KINDS } from './answer-kinds.js';
import type { SentenceStudy } from './draw-sentences.js';
import type { SentenceContent } from '../pages/browser/study-data.js';
import { studyPage } from './study-page.js';

const body = `<header><progress id="progress" aria-label="images with a sentence"></progress><span id="count"></span></header>
<main>
<h1>Which sentence is this?</h1>
<p class="help">Every image was drawn from one of the sentences, and every sentence has one image. Choose the sentence of each image; if another image has it, it moves. When all have one, save the file with your answers, and send it to the person who gave you this page.</p>
<div id="board">
<section id="list"><h2>Sentences</h2><ul id="sentences"></ul></section>
<section><h2>Images</h2><div id="images"></div></section>
</div>
<nav><p id="status" role="status"></p><button id="restart" hidden>Start again as another person</button><button id="save" class="main">Save answers</button></nav>
</main>`;

/**
 * The page on which people choose the sentence of each image. It shows images as numbers and
 * sentences as letters.
 */
export function sentencePage({ key, images }: SentenceStudy): string {
  const sentences = key.lettered.map((sentence) => key.sentences[sentence]!);
  const content: SentenceContent = { sentences, images };
  return studyPage({
    ...{ title: 'Which sentence is this?', kind: ANSWER_KINDS.sentences, key, body },
    ...{ noAnswers: images.map(() => ''), content },
    ...{ style: 'sentences.css', program: 'sentences.ts' },
  });
}
