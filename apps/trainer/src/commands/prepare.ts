import { prepareEmoji } from '@stackgan/data';
import { loadSentenceEncoder } from '@stackgan/text';
import { releaseGraphs } from '../backends/lazy-backend.js';
import type { PrepareArguments } from '../program.js';
import type { Context } from './context.js';
import { useBackend } from './use-backend.js';

/** `stackgan prepare`: the emoji set, captions embedded, in the format that training reads. */
export async function prepare(given: PrepareArguments, context: Context): Promise<void> {
  await useBackend(given.backend, context);
  await prepareEmojiSet(given, context);
}

/** The same, on the backend that is in use. */
export async function prepareEmojiSet(
  given: Pick<PrepareArguments, 'out' | 'seed'>,
  context: Context,
): Promise<void> {
  const { console } = context;
  const encoder = await loadSentenceEncoder();
  try {
    const info = await prepareEmoji({
      outDir: given.out,
      seed: given.seed,
      encoder,
      onProgress: (progress) => {
        context.signal.throwIfAborted();
        if (progress.phase === 'skipped') {
          console.line(`left out ${progress.id}: ${progress.reason}`);
          return;
        }
        const { phase, done, total } = progress;
        const text = `${phase} ${done}${total === undefined ? '' : `/${total}`}`;
        console.progress(text, { isTick: done === total });
      },
    });
    const { train, test, captions } = info.counts;
    console.line(
      `prepared ${given.out}: ${train} pictures to learn from, ${test} held out, ${captions} captions`,
    );
  } finally {
    console.end();
    encoder.dispose();
    releaseGraphs();
  }
}
