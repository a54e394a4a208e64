/** What the screens may see of a request's head. */
import type { IssuerAccount } from '../core/account.ts';
import type { Request } from '../core/codec/messages.ts';
import { paymentOf } from '../core/payment.ts';
import type { RequestItem } from '../core/view.ts';

/** Returns the request as a list shows it, its times on this phone's clock; `requestId`: hex. */
export function requestItem(
  account: IssuerAccount,
  request: Request,
  requestId: string,
): RequestItem {
  const toPhoneMs = (seconds: number): number => (seconds - account.clockOffset) * 1000;
  const payment = paymentOf(request);
  return {
    account: account.id,
    request: requestId,
    kind: request.kind,
    title: request.title,
    ...(payment && { payment }),
    issuedAt: toPhoneMs(request.issuedAt),
    expiresAt: toPhoneMs(request.expiresAt),
  };
}
