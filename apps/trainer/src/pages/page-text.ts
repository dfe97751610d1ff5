import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Programs and style sheets of HTML pages, in the folder `browser`. */
export const PAGE_FILES = [
  'data.css',
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
 * Text to embed in an HTML page: a program bundled with its imports into one script, or a style
 * sheet. In the published build, `tsup.config.ts` replaces this file with these texts, so that the
 * trainer does not need esbuild.
 */
export function pageText(file: PageFile): string {
  const path = fileURLToPath(new URL(`./browser/${file}`, import.meta.url));
  const { outputFiles } = buildSync({
    ...{ entryPoints: [path], bundle: true, write: false, logLevel: 'error' },
    ...{ format: 'iife', target: 'es2022', charset: 'utf8' },
  });
  return outputFiles[0]!.text;
}
