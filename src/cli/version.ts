/** The release that this is, as package.json names it: a test compares the two. */
export const VERSION = '0.1.0';
