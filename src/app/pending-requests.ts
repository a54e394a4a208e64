/** Requests in the app: the list of those that wait, and those that are open. */
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
  };

export type Requests = Omit<RequestList, 'lookByItself'> &
  OpenedRequests &
  Pick<SelfLook, 'touched' | 'setVisible'>;

export function createRequests(context: RequestsContext): Requests {
  const list = createRequestList(context);
  const opened = createOpenedRequests(context);
  const { changed, now } = context;
  const selfLook = context.poll
    ? createSelfLook({ look: list.lookByItself, changed, now })
    : undefined;
  return {
    ...opened,
    moved(route) {
      opened.moved(route);
      if (route.at === 'requests') void list.check(false);
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
