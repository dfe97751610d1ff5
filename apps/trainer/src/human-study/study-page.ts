import type { StudyData } from '../pages/browser/study-data.js';
import { type PageFile, pageText } from '../pages/page-text.js';
import { POLICY_ELEMENT } from '../pages/policy-element.js';
import { encodeKey, studyId } from './encoded-key.js';

/** The parts of a page that depend on the kind of study. */
export interface StudyPage {
  readonly title: string;
  /** What the saved files say they are. */
  readonly kind: string;
  /** The solution, which raters must not see. */
  readonly key: object;
  /** The answers of a rater who has given none, one per question. */
  readonly noAnswers: readonly unknown[];
  /** What the program shows. */
  readonly content: object;
  /** HTML of the body, without data; it has the elements `#status`, `#save` and `#restart`. */
  readonly body: string;
  /** Comes after the style sheet of all studies. */
  readonly style: PageFile;
  readonly program: PageFile;
}

/**
 * A study as one HTML page that needs no other file and no network. The key is encoded, and the
 * page only copies it into the answers.
 */
export function studyPage({
  title,
  kind,
  key,
  noAnswers,
  content,
  body,
  style,
  program,
}: StudyPage): string {
  const encoded = encodeKey(key);
  const study = studyId(encoded);
  const data: StudyData<unknown> = { kind, study, key: encoded, noAnswers, ...content };
  // `<` would end the element; in JSON it occurs only inside of strings.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${POLICY_ELEMENT}
<title>${title}</title>
<style>${pageText('study.css')}${pageText(style)}</style>
<body>
${body}
<noscript><p>This page needs JavaScript; it loads nothing and sends nothing.</p></noscript>
<footer>Study ${study}. Your answers stay in this browser until you save them.</footer>
<script type="application/json" id="study">${json}</script>
<script>${pageText(program)}</script>
</body>
</html>
`;
}
