/**
 * Parses an event stream (WHATWG HTML §9.2.6), read by `fetch`: EventSource tells no comments, and
 * sends no headers of the site's own.
 */

/** What a stream says. */
export interface StreamListener {
  /** An event with data: its type (`message` unless named) and its lines. */
  readonly onEvent: (type: string, data: string) => void;
  /** Milliseconds until the next connection, once this one ends. */
  readonly onRetry: (milliseconds: number) => void;
}

/**
 * Takes the stream's text piece by piece, wherever it was cut. The last event id is not kept: no
 * event is ever sent twice.
 */
export function createEventParser({ onEvent, onRetry }: StreamListener): (text: string) => void {
  let rest = '';
  let type = '';
  let data: string[] = [];
  let endsInReturn = false;

  function takeLine(line: string): void {
    if (line === '') return dispatch();
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line)!;
    if (name === 'event') type = value;
    else if (name === 'data') data.push(value);
    else if (name === 'retry' && /^\d+$/.test(value)) onRetry(Number(value));
  }

  function dispatch(): void {
    const [told, lines] = [type, data];
    type = '';
    data = [];
    if (lines.length > 0) onEvent(told === '' ? 'message' : told, lines.join('\n'));
  }

  return (text) => {
    if (text === '') return;
    // A line may end in CR LF, and the stream be cut between them.
    const whole = rest + (endsInReturn && text.startsWith('\n') ? text.slice(1) : text);
    endsInReturn = text.endsWith('\r');
    const lines = whole.split(/\r\n|\n|\r/);
    rest = lines.pop()!;
    for (const line of lines) takeLine(line);
  };
}
