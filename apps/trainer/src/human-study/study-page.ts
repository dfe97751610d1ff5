import { answerScript } from './answer-script.js';
import { encodeKey, studyId } from './encoded-key.js';
import { pageStyle } from './page-style.js';

/** What makes the page of one kind of study. */
export interface StudyPage {
  readonly title: string;
  /** What the saved files say they are. */
  readonly kind: string;
  /** What is behind letters and numbers: all that raters must not see. */
  readonly key: object;
  /** The answers of a rater who has given none, one for each question. */
  readonly noAnswers: readonly unknown[];
  /** What the script shows. */
  readonly content: object;
  /** HTML, of constants alone, with `#status`, `#save` and `#restart`. */
  readonly body: string;
  /** Behind what all pages have. */
  readonly style: string;
  readonly script: string;
}

/**
 * A study as one HTML page that needs no other file and no network. The key is encoded, and the page only copies it into
 * the answers.
 */
export function studyPage({
  title,
  kind,
  key,
  noAnswers,
  content,
  body,
  style,
  script,
}: StudyPage): string {
  const encoded = encodeKey(key);
  const study = studyId(encoded);
  // `<` would end the element; in JSON it is only ever inside of strings.
  const json = JSON.stringify({ kind, study, key: encoded, noAnswers, ...content }).replaceAll(
    '<',
    '\\u003c',
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${title}</title>
<style>${pageStyle}${style}</style>
<body>
${body}
<noscript><p>This page needs JavaScript; it loads nothing and sends nothing.</p></noscript>
<footer>Study ${study}. Your answers stay in this browser until you save them.</footer>
<script type="application/json" id="study">${json}</script>
<script>${answerScript}${script}</script>
</body>
</html>
`;
}
