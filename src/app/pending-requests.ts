/** Requests in the app: the list of those that wait, and those that are open. */
import type { OpenedRequests, OpenedRequestsContext } from './opened-requests.ts';
import { createOpenedRequests } from './opened-requests.ts';
import type { RequestList, RequestListContext } from './request-list.ts';
import { createRequestList } from './request-list.ts';

export type RequestsContext = RequestListContext & OpenedRequestsContext;

export type Requests = RequestList & OpenedRequests;

export function createRequests(context: RequestsContext): Requests {
  const list = createRequestList(context);
  const opened = createOpenedRequests(context);
  return {
    ...opened,
    moved(route) {
      opened.moved(route);
      if (route.at === 'requests') void list.check(false);
    },
    get view() {
      return list.view;
    },
    look: list.look,
    check: list.check,
    connected: list.connected,
  };
}
