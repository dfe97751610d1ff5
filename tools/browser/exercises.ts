import { draw } from './draw.js';
import { drawExported } from './draw-exported.js';
import { losses, moves } from './train.js';
import type { Values } from './values.js';

/** What each backend computes, by name; `origin` is the address of our server. */
export const exercises: Readonly<Record<string, (origin: string) => Promise<Values>>> = {
  'losses of 3 Stage-I steps': () => losses(1, 3),
  'gradients of a Stage-I step': () => moves(1),
  'losses of 2 Stage-II steps': () => losses(2, 2),
  'gradients of a Stage-II step': () => moves(2),
  'images of both stages': draw,
  'images of an exported model': drawExported,
};
