/**
 * Lets timers, clicks and paints run first, since CPU backends block the thread. It does not wait
 * for a frame, which a page in the background never gets.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
