/** The element with this id, which the page has. */
export const element = <E extends HTMLElement = HTMLElement>(id: string): E =>
  document.getElementById(id) as E;

/** A new element with a class and children. */
export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  created.className = className;
  created.append(...children);
  return created;
}

/** The letters that raters see: A, B, … */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);
