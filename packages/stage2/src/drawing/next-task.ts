/**
 * Lets timers, clicks and paints happen first: backends on the CPU work without giving way. Not a
 * frame, which a page in the background never gets.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
