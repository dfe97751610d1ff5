import { element } from './elements.js';
import type { StudyData } from './study-data.js';

/** The answers of one rater, which the browser keeps until they are saved. */
export interface Answers<Answer> {
  /** One per question. */
  readonly current: readonly Answer[];
  /** Keeps `answers`; `#status` shows `status`, or that this browser does not keep answers. */
  change(answers: readonly Answer[], status: string): void;
}

/** A rater without a name, and the answers so far. */
interface RaterState<Answer> {
  readonly rater: string;
  readonly answers: readonly Answer[];
}

/** The study that the page holds, with `Content` of its kind. */
export const readStudy = <Answer, Content>(): StudyData<Answer> & Content =>
  JSON.parse(element('study').textContent) as StudyData<Answer> & Content;

/**
 * The answers kept by this browser, or those of a new rater. `#save` saves them; `#restart` starts
 * a new rater with no answers, and calls `begin` to show the first question.
 */
export function openAnswers<Answer>(
  { kind, study, key, noAnswers }: StudyData<Answer>,
  begin: () => void,
): Answers<Answer> {
  const storageName = `stackgan-study-${study}`;
  const status = element('status');

  function newState(): RaterState<Answer> {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    const rater = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { rater, answers: [...noAnswers] };
  }

  function keptState(): RaterState<Answer> | undefined {
    try {
      const text = localStorage.getItem(storageName) ?? 'null';
      const kept = JSON.parse(text) as RaterState<Answer> | null;
      if (kept?.answers?.length === noAnswers.length) return kept;
    } catch {
      // Damaged, or not kept by this browser: a new rater.
    }
    return undefined;
  }

  function keep(): void {
    try {
      localStorage.setItem(storageName, JSON.stringify(state));
    } catch {
      status.textContent =
        'This browser does not keep answers: answer everything before you close the page.';
    }
  }

  function save(): void {
    const { rater, answers } = state;
    const file = { kind, format: 1, study, rater, answers, key };
    const json = new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(json);
    link.download = `answers-${study.slice(0, 6)}-${rater.slice(0, 6)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    status.textContent = `Saved as ${link.download} where this browser puts downloads.`;
    element('restart').hidden = false;
  }

  function restart(): void {
    state = newState();
    keep();
    element('restart').hidden = true;
    status.textContent = '';
    begin();
  }

  let state = keptState() ?? newState();
  element('save').addEventListener('click', save);
  element('restart').addEventListener('click', restart);
  return {
    get current() {
      return state.answers;
    },
    change(answers, text) {
      state = { rater: state.rater, answers };
      status.textContent = text;
      keep();
    },
  };
}
