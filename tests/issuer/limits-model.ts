/**
 * The rules of wrong answers and of clocks, written a second time and from everything that ever
 * happened: what an issuer keeps in a few numbers is counted from the whole history.
 */

/** What a call must answer, of what these rules say. */
export interface Expected {
  readonly reason: 'ok' | 'CODE_WRONG' | 'CODE_USED' | 'CLOCK' | 'PAUSED' | 'BLOCKED';
  readonly attemptsLeft: number;
  readonly totalLeft?: number;
  readonly pausedUntil?: number;
  readonly nearlyBlocked?: true;
  readonly wrongSince?: number;
  readonly drift?: number;
  readonly clockSet?: true;
  readonly seconds?: number;
  readonly issuerWasAhead?: number;
}

export interface ModelOptions {
  readonly period: number;
  readonly codeOf: (step: number) => string;
}

const DAY = 86_400;
const PAUSES = [900, 3600, 14_400, 86_400];
/** Right answers that take one wrong answer back. */
const FORGIVING = 6;

/** Pauses, each a rung higher than the one before, and a rung lower for each quiet day. */
function createPauses() {
  let [rung, until, lastWrong] = [0, -Infinity, 0];
  return {
    until: (): number => until,
    /** The person was identified: what is to come is over. */
    end(now: number): void {
      if (now < until) until = -Infinity;
    },
    wrong(now: number, row: number): void {
      const quiet = now - Math.max(lastWrong, until);
      rung = Math.max(0, rung - Math.max(0, Math.floor(quiet / DAY)));
      lastWrong = now;
      if (row % 5 !== 0) return;
      until = now + PAUSES[rung]!;
      rung = Math.min(rung + 1, PAUSES.length - 1);
    },
  };
}

export function createLimitsModel({ period, codeOf }: ModelOptions) {
  const reach = Math.ceil(1800 / period);
  // Every answer, oldest first; every accepted step.
  const answers: { readonly right: boolean; readonly byOwner?: true }[] = [];
  const accepted: { readonly step: number; readonly current: number }[] = [];
  let find: { readonly step: number; readonly drift: number; readonly at: number } | undefined;
  let [told, drift, lastStep] = [0, 0, -1];
  const pause = createPauses();
  // The owner's own row, over codes for which the site named no device.
  const ownerPause = createPauses();
  let ownerRow = 0;
  let lastRight = 0;

  function row(): number {
    return answers.length - 1 - answers.map(({ right }) => right).lastIndexOf(true);
  }
  function total(): number {
    let [wrong, good] = [0, 0];
    for (const { right, byOwner } of answers) {
      if (byOwner) continue;
      if (!right) wrong++;
      else if (wrong > 0 && ++good === FORGIVING) [wrong, good] = [wrong - 1, 0];
    }
    return wrong;
  }
  const isBlocked = (): boolean => total() >= 25;
  const pausedUntil = (): number => pause.until();

  function left(now: number): Pick<Expected, 'attemptsLeft' | 'totalLeft' | 'pausedUntil'> {
    if (isBlocked()) return { attemptsLeft: 0, totalLeft: 0 };
    const totalLeft = 25 - total();
    if (now < pausedUntil()) return { attemptsLeft: 0, totalLeft, pausedUntil: pausedUntil() };
    return { attemptsLeft: Math.min(5 - (row() % 5), totalLeft), totalLeft };
  }

  function wrong(now: number): Expected {
    answers.push({ right: false });
    pause.wrong(now, row());
    const isNear = total() === 15 || total() === 20;
    return { reason: 'CODE_WRONG', ...left(now), ...(isNear && { nearlyBlocked: true }) };
  }

  function right(now: number): Expected {
    lastRight = now;
    const wrongSince = row();
    answers.push({ right: true });
    told = 0;
    return { reason: 'ok', wrongSince, ...left(now) };
  }

  /** What is told where the site named no device: nothing of the total. */
  function ownerLeft(now: number): Pick<Expected, 'attemptsLeft' | 'pausedUntil'> {
    const until = Math.max(pause.until(), ownerPause.until());
    if (now < until) return { attemptsLeft: 0, pausedUntil: until };
    return { attemptsLeft: Math.min(5 - (row() % 5), 5 - (ownerRow % 5)) };
  }

  function ownerWrong(now: number): Expected {
    answers.push({ right: false, byOwner: true });
    pause.wrong(now, row());
    ownerPause.wrong(now, ++ownerRow);
    return { reason: 'CODE_WRONG', ...ownerLeft(now) };
  }

  /**
   * Steps that are spent: each accepted one, and those below one that is not ahead. Of more than
   * eight, the lowest is remembered with all below it, if it is not ahead; else the highest goes.
   */
  function memory(): { readonly alone: readonly number[]; readonly below: number } {
    let [alone, below] = [[] as number[], -1];
    for (const { step, current } of accepted) {
      if (below > current + 1) [alone, below] = [[...alone, below], -1];
      if (step <= below || alone.includes(step)) continue;
      alone = [...alone, step].sort((a, b) => a - b);
      while (alone.length > 8)
        if (alone[0]! <= current + 1) below = alone.shift()!;
        else alone.splice(alone.at(-1) === step ? -2 : -1, 1);
    }
    return { alone, below };
  }
  function isSpent(step: number, current: number): boolean {
    const { alone, below } = memory();
    return [...alone, below].some((each) => each === step || (each > step && each <= current + 1));
  }

  function accept(now: number, off: number, confirmed?: number): Expected {
    const step = Math.floor(now / period) + off;
    const ahead = lastStep - Math.floor(now / period) - 1;
    const current = Math.floor(now / period);
    if (confirmed !== undefined) accepted.push({ step: confirmed, current });
    accepted.push({ step, current });
    if (confirmed !== undefined) drift = off;
    else if (off === 0) drift = 0;
    if (off <= 1) lastStep = step;
    find = undefined;
    return {
      ...right(now),
      drift: off,
      ...(confirmed !== undefined && { clockSet: true }),
      ...(ahead > 0 && { issuerWasAhead: ahead * period }),
    };
  }

  /** The same code where the site named the owner alone, who has this one device. */
  function ofOwner(now: number, typed: string): Expected {
    if (isBlocked()) return { reason: 'BLOCKED', ...left(now) };
    if (now < Math.max(pause.until(), ownerPause.until()))
      return { reason: 'PAUSED', ...ownerLeft(now) };
    const wrongOfOwner = ownerRow;
    const wrongOfDevice = ownRow();
    const judged = judge(now, typed, true);
    if (judged === 'wrong') return ownerWrong(now);
    if (judged.reason !== 'ok') return withOwnerLeft(judged, now);
    ownerRow = 0;
    const { totalLeft } = left(now);
    return {
      ...withOwnerLeft(judged, now),
      wrongSince: wrongOfOwner + wrongOfDevice,
      ...(totalLeft !== undefined && { totalLeft }),
    };
  }

  function withOwnerLeft(expected: Expected, now: number): Expected {
    const { attemptsLeft: _a, totalLeft: _t, pausedUntil: _p, ...rest } = expected;
    return { ...rest, ...ownerLeft(now) };
  }

  /** Wrong answers since the last right one that the device itself was charged with. */
  function ownRow(): number {
    return answers.slice(answers.length - row()).filter(({ byOwner }) => !byOwner).length;
  }

  return {
    isBlocked,
    lastRight: (): number => lastRight,
    pausedUntil,
    left,
    unpause(now: number): void {
      pause.end(now);
      ownerPause.end(now);
    },
    ofOwner,
    /** A code that was judged elsewhere, for example a response code. */
    answer(now: number, isRight: boolean): Expected {
      if (isBlocked()) return { reason: 'BLOCKED', ...left(now) };
      if (now < pausedUntil()) return { reason: 'PAUSED', ...left(now) };
      return isRight ? right(now) : wrong(now);
    },
    oneTimePassword(now: number, typed: string, maySearch: boolean): Expected {
      if (isBlocked()) return { reason: 'BLOCKED', ...left(now) };
      if (now < pausedUntil()) return { reason: 'PAUSED', ...left(now) };
      const judged = judge(now, typed, maySearch);
      return judged === 'wrong' ? wrong(now) : judged;
    },
  };

  function judge(now: number, typed: string, maySearch: boolean): Expected | 'wrong' {
    const current = Math.floor(now / period);
    const isTyped = (off: number): boolean => codeOf(current + off) === typed;
    const isFresh = (off: number): boolean => !isSpent(current + off, current);

    const near = [0, -1, 1, drift, drift - 1, drift + 1].filter(isTyped);
    const good = near.find(isFresh);
    if (good !== undefined) return accept(now, good);
    if (near.length > 0) return { reason: 'CODE_USED', ...left(now) };
    if (!maySearch) return 'wrong';

    const waiting = find && now >= find.at && now - find.at <= 300 ? find : undefined;
    if (waiting) {
      const next = [waiting.drift, waiting.drift - 1, waiting.drift + 1]
        .filter((off) => current + off > waiting.step && isFresh(off))
        .find(isTyped);
      if (next !== undefined) return accept(now, next, waiting.step);
    }
    if (told === 3) return 'wrong';
    for (let far = 2; far <= reach; far++)
      for (const off of [-far, far]) {
        if (!isFresh(off) || !isTyped(off)) continue;
        told++;
        if (waiting?.step !== current + off) find = { step: current + off, drift: off, at: now };
        return { reason: 'CLOCK', seconds: off * period, ...left(now) };
      }
    return 'wrong';
  }
}
