import type { CheckedFile } from '@stackgan/data';
import type { Context } from '../shared/context.js';
import { IncompleteFilesError } from '../shared/errors.js';
import { checkSource, type SourceArguments } from './open-source.js';

/**
 * `stackgan prepare --check`: prints each file that the source expects, whether it is there, and
 * what it holds. Throws IncompleteFilesError if one that is needed is missing or wrong.
 */
export async function checkFiles(args: SourceArguments, { console }: Context): Promise<void> {
  const { files, notices, isComplete } = await checkSource(args);
  const rows = files.map(({ path, state, detail }) => [
    state === 'absent' ? 'optional' : state,
    path,
    textOf(state, detail),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const [state = '', path = '', detail = ''] of rows) {
    console.line(`${state.padEnd(widths[0]!)}  ${path.padEnd(widths[1]!)}  ${detail}`);
  }
  for (const notice of notices) console.line(notice);
  const { source, from = '' } = args;
  if (isComplete) {
    console.line(`${from} has all that stackgan prepare ${source} --from ${from} needs`);
    return;
  }
  const faults = files.filter(({ state }) => state === 'missing' || state === 'wrong').length;
  throw new IncompleteFilesError(
    `${from} cannot be prepared as ${source}: ${faults} of ${files.length} files are missing or wrong (see above)`,
  );
}

/** Of a file that is not there: who offers it. */
const textOf = (state: CheckedFile['state'], detail: string): string =>
  state === 'missing' || state === 'absent' ? `offered by ${detail}` : detail;
