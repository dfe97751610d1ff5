import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { MODEL_INDEX_FILE, packageStore } from '@stackgan/stage2';
import { exists } from '../files/exists.js';
import { RunDirectoryError } from '../shared/errors.js';

/** Folder of a Stage-II run, and of its snapshots, with the Stage-I generator it builds on. */
export const BASE_FOLDER = 'stage1';

/** Folder of a run with the networks that it began with, if these were trained. */
export const PRETRAINED_FOLDER = 'pretrained';

/** Folder of a run with the network of its matching loss. */
export const MATCHING_FOLDER = 'matching';

/** Folder of a run with the network of its attribute loss. */
export const ATTRIBUTES_FOLDER = 'attributes';

/** Folder of a snapshot, but not of a run, with the network that draws images. */
export const AVERAGE_FOLDER = 'generator-average';

/** Creates `<outdir>/<number>-<name>`, one above the highest number there, and returns its path. */
export async function createRunDirectory(outdir: string, name: string): Promise<string> {
  await mkdir(outdir, { recursive: true });
  const numbers = (await readdir(outdir)).map(runNumber).filter((n) => n !== undefined);
  for (let number = Math.max(-1, ...numbers) + 1; ; number++) {
    // Another process may begin a run of that name at the same time.
    const path = join(outdir, `${pad(number, 5)}-${name}`);
    const isNew = await mkdir(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return false;
      },
    );
    if (isNew) return path;
  }
}

/** The run directories under `outdir`, by number; empty if the folder does not exist. */
export async function listRuns(outdir: string): Promise<string[]> {
  const names = await readdir(outdir).catch(() => []);
  return names
    .filter((name) => runNumber(name) !== undefined)
    .sort((a, b) => (runNumber(a) ?? 0) - (runNumber(b) ?? 0))
    .map((name) => join(outdir, name));
}

/** The numbered entries of a run of one kind, oldest first: `snapshot-000250` and so on. */
export async function listNumbered(
  run: string,
  kind: 'fakes' | 'snapshot' | 'state',
): Promise<{ step: number; path: string }[]> {
  const pattern = new RegExp(`^${kind}-(\\d{6,})(\\.png)?$`);
  return (await readdir(run))
    .flatMap((name) => {
      const digits = pattern.exec(name)?.[1];
      return digits === undefined ? [] : [{ step: Number(digits), path: join(run, name) }];
    })
    .sort((a, b) => a.step - b.step);
}

/** `<run>/<kind>-<step with six digits><suffix>`. */
export const numberedPath = (
  run: string,
  kind: 'fakes' | 'snapshot' | 'state',
  step: number,
): string => join(run, `${kind}-${pad(step, 6)}${kind === 'fakes' ? '.png' : ''}`);

/** Whether `path` is a run directory: a folder with `options.json`. */
export const isRunDirectory = (path: string): Promise<boolean> =>
  exists(join(path, 'options.json'));

/** Returns `path` if it is a run directory; otherwise throws RunDirectoryError. */
export async function requireRunDirectory(path: string): Promise<string> {
  if (!(await exists(path))) {
    throw new RunDirectoryError(`no run directory ${path}; list them with ls runs/`, path);
  }
  if (!(await isRunDirectory(path))) {
    throw new RunDirectoryError(
      `${path} is not a complete run directory (no options.json in it); give one like runs/00003-emoji-stage1`,
      path,
    );
  }
  return path;
}

/** The run directory `asked`, or the newest complete one under `outdir` if that is `latest`. */
export async function findRun(asked: string, outdir: string): Promise<string> {
  if (asked !== 'latest') return requireRunDirectory(asked);
  // A process that is killed while it creates a run leaves one without options.json.
  for (const run of (await listRuns(outdir)).reverse()) if (await isRunDirectory(run)) return run;
  throw new RunDirectoryError(
    `no run in ${outdir}; start one with stackgan train, or give --outdir`,
    outdir,
  );
}

/**
 * The folder of a model: the newest snapshot of a run; `path` itself if it is a snapshot or an
 * exported model, under any name; or that of the installed package `path`, such as `@birds/model`.
 * Throws RunDirectoryError, or ModelSourceError for a package that is not installed.
 */
export async function findSnapshot(path: string): Promise<string> {
  const isNamedSo = /^snapshot-\d+$/.test(basename(resolve(path)));
  if (isNamedSo || (await exists(join(path, MODEL_INDEX_FILE)))) return path;
  if (path.startsWith('@') && !(await exists(path))) return packageStore(path).locate!();
  const newest = (await listNumbered(await requireRunDirectory(path), 'snapshot')).at(-1);
  if (newest !== undefined) return newest.path;
  throw new RunDirectoryError(
    `${path} has no snapshot yet; go on training with --resume ${path}`,
    path,
  );
}

const runNumber = (name: string): number | undefined => {
  const digits = /^(\d{5,})-/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const pad = (value: number, width: number) => String(value).padStart(width, '0');
