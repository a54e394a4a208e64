/** Requests in the app: the list of those that wait, and those that are open. */
import type { ForeignApproval, Route } from '../core/navigation/route-types.ts';
import { addToAlarm, idPrefix } from './clone-alarm.ts';
import type { OpenedRequests, OpenedRequestsContext } from './opened-requests.ts';
import { createOpenedRequests } from './opened-requests.ts';
import type { RequestList, RequestListContext } from './request-list.ts';
import { createRequestList } from './request-list.ts';
import type { SelfLook } from './self-look.ts';
import { createSelfLook } from './self-look.ts';

export type RequestsContext = RequestListContext &
  OpenedRequestsContext & {
    /** Whether the app looks by itself; not, unless given. */
    readonly poll?: boolean;
    /** Somebody may be using an account: before what is on the screen, the person is told. */
    readonly suspected?: (account: string, approvals: readonly ForeignApproval[]) => void;
  };

export type Requests = Omit<RequestList, 'lookByItself'> &
  OpenedRequests &
  Pick<SelfLook, 'touched' | 'setVisible'>;

/**
 * Milliseconds after a look in which opening **Pending requests** does not look: going there and
 * back is no reason, and what a page has just said is there is looked for.
 */
const ENTRY_PAUSE_MS = 3000;

export function createRequests(context: RequestsContext): Requests {
  const list = createRequestList(context);
  const { vault, suspected = () => undefined } = context;
  const opened = createOpenedRequests({
    ...context,
    cloneSuspected: (account, requestId) =>
      void report(account, { id: idPrefix(requestId) }).catch(() => undefined),
  });
  /** The request whose alarm was shown last. */
  let warned: number | undefined;

  let at: Route['at'] = 'starting';
  /** Shown once the answer's outcome is on the screen, which it takes the place of. */
  let reported: (() => void) | undefined;

  /** The service says that a request was approved, and it was not here. */
  async function report(account: string, approval: ForeignApproval): Promise<void> {
    const approvals = await addToAlarm(vault, account, [approval]);
    reported = () => suspected(account, approvals);
    tell();
  }

  function tell(): void {
    if (!reported || at === 'answering') return;
    queueMicrotask(reported);
    reported = undefined;
  }

  /** Shows an alarm before the request, once for each opening. */
  function warn(route: Route): void {
    if (route.at !== 'request' || route.request === warned) return;
    warned = route.request;
    const { account, alarm } = opened.see(route) ?? {};
    if (account !== undefined && alarm) queueMicrotask(() => suspected(account, alarm));
  }

  const { changed, now } = context;
  const selfLook = context.poll
    ? createSelfLook({ look: list.lookByItself, changed, now })
    : undefined;
  return {
    ...opened,
    moved(route) {
      opened.moved(route);
      at = route.at;
      warn(route);
      tell();
      if (route.at === 'requests') void list.check(false, ENTRY_PAUSE_MS);
      selfLook?.moved(route);
    },
    get view() {
      return { ...list.view, byItself: selfLook?.active === true };
    },
    look: list.look,
    check: list.check,
    connected: list.connected,
    touched: () => selfLook?.touched(),
    setVisible: (visible) => selfLook?.setVisible(visible),
  };
}
