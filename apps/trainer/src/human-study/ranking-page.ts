import { ANSWER_KINDS } from './answer-kinds.js';
import type { Study } from './draw-study.js';
import type { RankingContent } from '../pages/browser/study-data.js';
import { studyPage } from './study-page.js';

const body = `<header><progress id="progress" aria-label="captions ranked"></progress><span id="count"></span></header>
<main id="rating">
<p class="lead">Which set has the best images of this caption?</p>
<h1 id="caption" tabindex="-1"></h1>
<p class="help">Click the sets from best to worst<span class="keys">, or press their letters; <kbd>Backspace</kbd> undoes the last one, <kbd>←</kbd> and <kbd>→</kbd> turn pages</span>.</p>
<div id="sets"></div>
<nav><button id="back">Back</button><button id="undo">Undo</button><button id="next" class="main">Next</button></nav>
</main>
<main id="end" hidden>
<h1>All captions are ranked. Thank you!</h1>
<p>Save the file with your answers, and send it to the person who gave you this page.</p>
<p class="buttons"><button id="save" class="main">Save answers</button> <button id="review">Look through them again</button> <button id="restart" hidden>Start again as another person</button></p>
</main>
<p id="status" role="status"></p>`;

/**
 * The page on which people rank the models of a study. It shows models as letters, one caption at a
 * time.
 */
export function rankingPage({ key, images }: Study): string {
  const captions = key.captions.map((text, index) => ({ text, sets: images[index]! }));
  const content: RankingContent = { captions };
  return studyPage({
    ...{ title: 'Rank the images', kind: ANSWER_KINDS.ranking, key, body },
    ...{ noAnswers: captions.map(() => []), content },
    ...{ style: 'ranking.css', program: 'ranking.ts' },
  });
}
