/** Returns how many columns a text takes, as terminals count: wide characters take two. */
export function columnsOf(text: string): number;
