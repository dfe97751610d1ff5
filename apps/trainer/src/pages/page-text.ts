import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Programs and style sheets of HTML pages, in the folder `browser`. */
export const PAGE_FILES = [
  'ranking.css',
  'ranking.ts',
  'report.css',
  'report.ts',
  'sentences.css',
  'sentences.ts',
  'study.css',
] as const;

export type PageFile = (typeof PAGE_FILES)[number];

/**
 * A program with all it imports, as one script, or a style sheet: text to put into an HTML page. The published build has
 * these texts in place of this file (`tsup.config.ts`), and needs no esbuild.
 */
export function pageText(file: PageFile): string {
  const path = fileURLToPath(new URL(`./browser/${file}`, import.meta.url));
  const { outputFiles } = buildSync({
    ...{ entryPoints: [path], bundle: true, write: false, logLevel: 'error' },
    ...{ format: 'iife', target: 'es2022', charset: 'utf8' },
  });
  return outputFiles[0]!.text;
}
