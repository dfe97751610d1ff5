import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { findWorkspaces, isModel, root } from '../workspaces.js';

/** The files that each file imports. */
type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * What the TypeScript files of all workspaces import of each other by path, types included. Paths
 * are relative to the root.
 */
export function readImports(): ImportGraph {
  const files = findWorkspaces()
    .filter((workspace) => !isModel(workspace))
    .flatMap(({ path }) =>
      readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(path, 'src', file)),
    );
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
      const imported = importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => join(dirname(file), fileName.replace(/\.js$/, '.ts')));
      return [relative(root, file), imported.map((other) => relative(root, other))];
    }),
  );
}

/**
 * Circles of files that import each other, one for each import that closes one: the files on the
 * way, in order.
 */
export function findCircles(imports: ImportGraph): string[][] {
  const circles: string[][] = [];
  const seen = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    const start = way.indexOf(file);
    if (start >= 0) circles.push(way.slice(start));
    if (seen.has(file)) return;
    seen.add(file);
    way.push(file);
    for (const other of imports.get(file) ?? []) visit(other);
    way.pop();
  };
  for (const file of imports.keys()) visit(file);
  return circles;
}
