import { cpSync, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readStartRecord } from '../../apps/trainer/src/commands/start-record.js';
import { readEvaluations } from '../../apps/trainer/src/run-directory/metrics-log.js';
import { differentFiles } from '../../apps/trainer/src/testing/different-files.js';
import { countOperations, run as runNode, tinyJob } from './faulty.js';
import { filesUnder } from './files-under.js';
import type { Bench, Outcome } from './scenarios.js';

/**
 * Another command that writes a folder, killed twice before an operation of the file system and run
 * again: what it leaves must be what an undisturbed command leaves. `args` are its arguments for a
 * folder, `describe` what is compared: by default all files.
 */
export async function killCommand(
  { folder, random }: Bench,
  times: number,
  name: string,
  args: (out: string) => string[],
  describe: (out: string) => Promise<unknown> = filesUnder,
): Promise<Outcome> {
  const undisturbed = join(folder, `${name}-undisturbed`);
  const operations = await countOperations(args(undisturbed), join(folder, 'count'));
  const expected = JSON.stringify(await describe(undisturbed));
  const lost: string[] = [];
  for (let time = 0; time < times; time++) {
    const out = join(folder, `${name}-${time}`);
    for (let kills = 0; kills < 2; kills++) {
      const { code } = await runNode(args(out), {
        inject: `kill:${1 + random.integer(operations)}`,
      });
      if (code === 0) break;
    }
    // Some commands refuse to write over what is whole: the kill came after their last write.
    const { code, output } = await runNode(args(out));
    if (code !== 0 && !/is not empty|is there already/.test(output))
      lost.push(`run again, it ended with ${code}: ${output.slice(-500)}`);
    const found = JSON.stringify(await describe(out));
    if (found !== expected) lost.push(`${found} in place of ${expected}`);
  }
  return { fault: `SIGKILL in \`${name}\`, twice, then run again`, times, lost };
}

/** Whether both runs of `start` hold the same as those of the bench. */
export const killStart = (bench: Bench, times: number): Promise<Outcome> => {
  const undisturbed = join(bench.folder, 'start-undisturbed');
  const runsOf = async (outdir: string) => {
    const { stage1, stage2, isMeasured } = await readStartRecord(outdir);
    return { isMeasured, runs: [join(outdir, stage1!), join(outdir, stage2!)] };
  };
  return killCommand(
    bench,
    times,
    'start',
    (out) => tinyJob('start', bench.data, out),
    async (out) => {
      const [own, other] = [await runsOf(out), await runsOf(undisturbed)];
      const differences = own.runs.map((run, index) => differentFiles(run, other.runs[index]!));
      return [own.isMeasured, await Promise.all(differences)];
    },
  );
};

/** Whether `ablate` measures the same. */
export const killAblate = (bench: Bench, times: number): Promise<Outcome> =>
  killCommand(
    bench,
    times,
    'ablate',
    (out) => tinyJob('ablate', bench.data, out),
    async (out) => {
      const text = await readFile(join(out, 'ablation.json'), 'utf8');
      const { rows } = JSON.parse(text) as { rows: { id: string; measurements: unknown }[] };
      return rows.map(({ id, measurements }) => [id, measurements]);
    },
  );

/** Whether `evaluate` leaves the same figures, and the same features of the real images beside the data. */
export const killEvaluate = (bench: Bench, times: number): Promise<Outcome> =>
  killCommand(
    bench,
    times,
    'evaluate',
    (out) => {
      if (!existsSync(out)) {
        cpSync(bench.data, join(out, 'data'), { recursive: true });
        cpSync(bench.whole, join(out, 'run'), { recursive: true });
      }
      return tinyJob('evaluate', join(out, 'data'), join(out, 'run'));
    },
    async (out) => {
      // A process that was killed after its last line had done its work; another adds the same line.
      const newest = (await readEvaluations(join(out, 'run'))).at(-1);
      return [{ ...newest, of: '' }, await filesUnder(join(out, 'data'))];
    },
  );
