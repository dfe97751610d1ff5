import { setTimeout } from 'node:timers/promises';
import { readRunView, versionOfRun } from '../report/run-view.js';
import { viewLines } from '../report/view-lines.js';
import { findRun } from '../run-directory/run-directory.js';
import type { Context } from '../shared/context.js';

/** The flags of `stackgan watch`. */
export interface WatchArguments {
  /** A run directory, or `latest`. */
  readonly run: string;
  readonly outdir: string;
}

/** The other screen of the terminal, without cursor and without wrapping of long lines. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';

/** `stackgan watch`: shows a run until Ctrl-C; prints it once if the output is no terminal. */
export async function watch(
  { run: asked, outdir }: WatchArguments,
  { console, signal }: Context,
): Promise<void> {
  const run = await findRun(asked, outdir);
  const { output } = console;
  let view = await readRunView(run);
  const lines = () => viewLines(view, { width: (output.columns ?? 101) - 1, now: Date.now() });
  if (output.isTTY === true) {
    const draw = () => output.write(frame(lines(), output.rows));
    // What an interrupt prints disappears with this screen.
    output.write(ENTER);
    output.on?.('resize', draw);
    try {
      let version = '';
      while (!signal.aborted) {
        const newest = await versionOfRun(run);
        if (newest !== version) view = await readRunView(run);
        version = newest;
        draw();
        await setTimeout(1000, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      output.off?.('resize', draw);
      output.write(LEAVE);
    }
  }
  for (const line of lines()) console.line(line);
}

/** Text that draws `lines` over those that a terminal of `rows` shows, without clearing it first. */
function frame(lines: readonly string[], rows = lines.length): string {
  const shown = lines.slice(0, rows).map((line) => `${line}\u001b[K`);
  return `\u001b[H${shown.join('\r\n')}\u001b[J`;
}
