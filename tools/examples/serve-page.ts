import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import config from '../../examples/browser/vite.config.js';
import { type Server, startServer } from '../browser/server.js';

/** The headers with which Vite serves the page, for threads. */
export const isolatingHeaders = config.preview.headers;

/** Serves the page of `examples/browser` that Vite built in `dist`. */
export const servePage = (
  dist: string,
  headers: Readonly<Record<string, string>>,
): Promise<Server> =>
  startServer((path) => readFile(join(dist, path === '/' ? 'index.html' : path)), headers);
