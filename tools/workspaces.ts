import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Manifest {
  name: string;
  version: string;
  license?: string;
  private?: boolean;
  bin?: Record<string, string>;
  exports?: Record<string, unknown>;
  files?: string[];
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

export interface Workspace {
  /** Last part of the folder path, such as `ca`. */
  name: string;
  /** Path relative to the root, such as `packages/ca`. */
  folder: string;
  /** Absolute path. */
  path: string;
  manifest: Manifest;
}

/** Absolute path of the root of the repository. */
export const root = resolve(import.meta.dirname, '..');

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** All workspaces, as their folders say, so that a new one needs no list changed. */
export function findWorkspaces(from: string = root): Workspace[] {
  return ['packages', 'models', 'apps'].flatMap((parent) =>
    readdirSync(join(from, parent))
      .sort()
      .map((name) => ({ name, folder: `${parent}/${name}`, path: join(from, parent, name) }))
      .filter(({ path }) => existsSync(join(path, 'package.json')))
      .map((workspace) => ({ ...workspace, manifest: readManifest(workspace.path) })),
  );
}

/** Whether a workspace holds a trained model, and no code. */
export const isModel = ({ folder }: Workspace): boolean => folder.startsWith('models/');

/**
 * The workspaces that others can import: those with an `exports` map. The trainer and the models
 * have none.
 */
export function findLibraries(from: string = root): Workspace[] {
  return findWorkspaces(from).filter(({ manifest }) => manifest.exports !== undefined);
}
