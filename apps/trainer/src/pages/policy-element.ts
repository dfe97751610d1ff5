/**
 * The element of a page that forbids it to load or send anything over the network: it runs its own
 * program and shows the images in it.
 */
export const POLICY_ELEMENT = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`;
