/**
 * The third party's side of the protocol as one object: begin, accept the device code, confirm,
 * verify, ask (docs/protocol.md).
 */
import type { DeviceCodeAccepted } from './accept-device-code.ts';
import { inCall, namedCalls } from './argument-error.ts';
import type { BeginOptions, Begun } from './begin.ts';
import type { ReplacementOptions, ReplacementProof } from './begin-replacement.ts';
import { checkFunction } from './check.ts';
import { closeIssuer } from './close-issuer.ts';
import type { Confirmed } from './confirm.ts';
import { createContext } from './context.ts';
import type { DeactivationMessage } from './create-request.ts';
import type { DeviceRef, Owner, Page } from './device-ref.ts';
import type { RecordCalls } from './evidence/record-calls.ts';
import { recordCalls, recordReaders } from './evidence/record-calls.ts';
import type { Health } from './health.ts';
import { readHealth } from './health.ts';
import type { DevicesQuery, InspectedInstance, InstanceView } from './inspect.ts';
import type { RequestsOf } from './inspect-request.ts';
import type { IssuerOptions } from './issuer-options.ts';
import type { Counts, Observer } from './metrics.ts';
import type { Outcome } from './outcome.ts';
import type { ChangeListener, InterruptionListener } from './owner-watch.ts';
import type {
  AskReason,
  BeginReason,
  CancelReason,
  CancelRequestReason,
  ConfirmReason,
  DeactivationReason,
  DenyReason,
  DeviceCodeReason,
  OtpReason,
  RenameReason,
  ReplaceReason,
  ResponseReason,
  RevokeReason,
  UnpauseReason,
} from './reasons.ts';
import type { Named } from './rename.ts';
import type {
  Answered,
  IssuerRequest,
  Requested,
  RequestOptions,
  ShownRequest,
} from './request-options.ts';
import type { Ended, RevokedAll } from './revoke.ts';
import type { ServiceCalls } from './service-calls.ts';
import { serviceCalls } from './service-calls.ts';
import { siteCalls } from './site-calls.ts';
import type { SweepLimits, Swept } from './store.ts';
import type { OtpAccepted } from './verify-otp.ts';

/**
 * The calls of a site. Each is safe to make twice, at once, and from several servers on one store:
 * of two that can't both be right, one wins. A refusal that a person can bring about is returned
 * (`ok: false`, a reason, attempts left); a store that fails, or arguments that no site should
 * pass, throw. Codes are taken as they were typed: case, spaces and hyphens don't matter.
 */
export interface Issuer extends RecordCalls {
  /** The name that authenticators show. */
  readonly name: string;

  /** The issuer's clock, whole seconds since 1970 UTC: what a page measures the time left by. */
  now(): number;

  /** What became of the calls so far, for a site's monitoring. */
  counts(): Counts;

  /** Tells of each call when it has ended, until the returned function is called. */
  observe(tell: Observer): () => void;

  /** Whether the store answers and the clocks agree; it never rejects. */
  health(): Promise<Health>;

  /**
   * Refuses new calls (StoreError STORE_CLOSED), waits for those under way, for 10 seconds unless
   * told, and ends workers and listening. The store is yours to close afterwards.
   */
  close(seconds?: number): Promise<void>;

  /**
   * Begins an activation: show the first message to the person who is to have the account, and to
   * nobody else. It ends whatever else of the owner's is being activated (FAILED, SUPERSEDED).
   * @throws TesseraError OUT_OF_RANGE for a label or serial number outside its limits,
   * MESSAGE_TOO_LARGE when both messages' 521 bytes can't hold them.
   */
  begin(options?: BeginOptions): Promise<Outcome<Begun, BeginReason>>;

  /**
   * Begins an activation that is to replace an instance of an account (a new phone, a blocked one).
   * The old instance goes on until {@link Issuer.confirm}. With a one-time password as proof the
   * old one must be active, now and still at the end, and the code is spent and counted as by
   * {@link Issuer.verifyOtp}.
   * @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE
   */
  beginReplacement(
    of: DeviceRef,
    proof: ReplacementProof,
    options?: ReplacementOptions,
  ): Promise<Outcome<Begun, ReplaceReason>>;

  /**
   * Accepts the 16 symbols that the authenticator shows after the first image, and answers with the
   * second message. The same code again gives the same message. Five wrong codes end the
   * activation. Takes some 0.1 s the first time.
   */
  acceptDeviceCode(
    id: string,
    typed: string,
  ): Promise<Outcome<DeviceCodeAccepted, DeviceCodeReason>>;

  /**
   * Accepts the 8 digits that the authenticator shows at the end, and makes the account active;
   * what it replaces ends. Three wrong codes end the activation.
   */
  confirm(id: string, typed: string): Promise<Outcome<Confirmed, ConfirmReason>>;

  /**
   * Verifies a one-time password of an active instance: of the current time step or a neighbour, by
   * the issuer's clock or with the phone's known `drift`, each good once. A right one of a clock
   * that is further off is refused (`CLOCK`, with `seconds`), and the next one accepted. Wrong
   * answers are counted, of whatever kind: after five in a row no code is compared for a while
   * (`PAUSED`), longer each time; 25 in all block the instance.
   *
   * Of an owner: a code of any active device; where two have the same by chance, of the one used
   * last. A wrong one is counted once, at the owner, and beside each device's own wrong answers
   * until its next pause. An owner can be paused, and never blocked.
   */
  verifyOtp(of: DeviceRef | Owner, typed: string): Promise<Outcome<OtpAccepted, OtpReason>>;

  /**
   * Ends a pause after wrong answers of an active instance, and its owner's, once the site has
   * identified the person as strongly as for a replacement; of an owner, on all devices. The total
   * of wrong answers and how long the next pause is stay. Requests with a number are counted anew
   * for the hour, as after a right answer.
   */
  unpause(of: DeviceRef | Owner): Promise<Outcome<object, UnpauseReason>>;

  /**
   * Names a device as its person does, in 1–40 characters that show as what they are (as the
   * issuer's name, docs/protocol.md §1). The name is shown at the site alone, never sent, and kept
   * by a replacement that begins later.
   * @throws TesseraError OUT_OF_RANGE for a name outside these limits
   */
  rename(of: DeviceRef, name: string): Promise<Outcome<Named, RenameReason>>;

  /** An instance, with the message to be shown now; undefined when there is none of that id. */
  inspect(id: string): Promise<InspectedInstance | undefined>;

  /** All instances of an owner, in whatever state, oldest first. */
  list(owner: string): Promise<readonly InstanceView[]>;

  /** A device; undefined when there is none. */
  find(of: DeviceRef): Promise<InstanceView | undefined>;

  /** The devices of all owners, or of one, in whatever state, page by page, oldest first. */
  devices(query?: DevicesQuery): Promise<Page<InstanceView>>;

  /**
   * Asks the person something: show the message as an image; with a service it is fetched too, and
   * pushed where the authenticator wants to be notified. Only an active instance can be asked; of
   * an owner, the one used last. With a service each request has a number, which the page shows.
   * `limits` says how many requests an owner may have open.
   * @throws TesseraError OUT_OF_RANGE for a title, fields or a lifetime outside their limits,
   * MESSAGE_TOO_LARGE when the message's 521 bytes can't hold them.
   */
  createRequest(
    of: DeviceRef | Owner,
    options: RequestOptions,
  ): Promise<Outcome<Requested, AskReason>>;

  /**
   * Verifies a response code that was typed for a request, and approves it: once, whether the
   * answer is typed or comes by the service. With `already` it was approved before: do nothing a
   * second time. A wrong one is counted like a wrong one-time password.
   */
  verifyResponse(requestId: string, typed: string): Promise<Outcome<Answered, ResponseReason>>;

  /**
   * Records that the person has said no elsewhere, or that the site refuses; the authenticator is
   * told that it was answered.
   */
  denyRequest(requestId: string): Promise<Outcome<Answered, DenyReason>>;

  /** Takes back a request that has not been answered. */
  cancelRequest(requestId: string): Promise<Outcome<Answered, CancelRequestReason>>;

  /**
   * A request, with its message while it can be answered and where it was made without an `asker`;
   * never with its number. Undefined when there is none of that id.
   */
  inspectRequest(requestId: string): Promise<IssuerRequest | undefined>;

  /**
   * What the browser session that asked shows while the request can be answered: the message and
   * the number beside it. Undefined for every other asker, for a request that was made without one,
   * and once it has ended.
   * @throws TesseraError OUT_OF_RANGE for an `asker` that is none
   */
  shownRequest(requestId: string, asker: string): Promise<ShownRequest | undefined>;

  /**
   * Whether a request was made with this very `asker`, whatever has become of it: so that an
   * approval raises the session that asked, and no other.
   * @throws ArgumentError for an `asker` that is none
   */
  wasAskedBy(requestId: string, asker: string): Promise<boolean>;

  /**
   * The requests of an instance, or of all of an owner, that expire after `notBefore` (a day ago
   * unless told), oldest first.
   */
  listRequests(of: RequestsOf, notBefore?: number): Promise<readonly IssuerRequest[]>;

  /**
   * Tells of each change of an owner's own instances and requests, whichever server made it: this
   * process's at once, another's at the next look at the store, twice a second while anybody
   * listens. Resolves to the end of listening, once every later change will be told; what was
   * before, `list` and `listRequests` say. The reason that follows a denial is told by the process
   * that takes it; others tell it within five minutes of the request's end alone, and `onAlarm`
   * hears of it at once. What a listener throws is dropped.
   *
   * `onInterrupted` is called when the store has not been read for five seconds, and at once while
   * that lasts: other servers' changes come late. What is read later is still told.
   */
  watch(
    owner: string,
    listener: ChangeListener,
    onInterrupted?: InterruptionListener,
  ): Promise<() => void>;

  /**
   * A message that removes the account from the authenticator that scans it, if it is of this very
   * instance: an active one, or one that has ended. At the issuer it changes nothing; see
   * {@link Issuer.revoke}.
   */
  createDeactivation(of: DeviceRef): Promise<Outcome<DeactivationMessage, DeactivationReason>>;

  /** What authenticators call (§8); `createServiceHandler` puts it on HTTP. */
  readonly service: ServiceCalls;

  /** Ends an activation (FAILED), and nothing that has become an account meanwhile: WRONG_STATE. */
  cancel(id: string): Promise<Outcome<Ended, CancelReason>>;

  /**
   * Ends an activation (FAILED) or an account instance (REVOKED): nothing of it is accepted any
   * more.
   */
  revoke(of: DeviceRef): Promise<Outcome<Ended, RevokeReason>>;

  /**
   * Ends all activations and account instances of an owner.
   * @returns how many account instances were active or blocked.
   */
  revokeAll(of: Owner): Promise<RevokedAll>;

  /**
   * Forgets activations that never became accounts, requests, and tokens that ran out more than
   * `age` seconds ago: a day unless told, and never less, since what is younger is still counted.
   * To be called now and then, on one server or on several: one at a time sweeps. `limits` end it
   * earlier; what is left goes the next time.
   * @returns how many rows of each kind were forgotten.
   */
  sweep(age?: number, limits?: SweepLimits): Promise<Swept>;
}

/**
 * An issuer.
 *
 * @example
 * const issuer = createIssuer({ name: 'Northwind Bank', key: await generateIssuerKey() });
 * const begun = await issuer.begin({ owner: 'customer-17' });
 * if (!begun.ok) return refuse(begun.reason);
 * const { id, firstMessage } = begun;
 * show(messageSvg(firstMessage));
 * const second = await issuer.acceptDeviceCode(id, typedDeviceCode);
 * if (second.ok) show(messageSvg(second.secondMessage));
 * const confirmed = await issuer.confirm(id, typedActivationCode);
 * const verified = await issuer.verifyOtp(id, typedOneTimePassword);
 *
 * @throws ArgumentError for options that no authenticator would accept.
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const context = inCall('createIssuer', () => createContext(options));
  const { counter, closing } = context;
  const { url, ...service } = serviceCalls(context);
  return {
    name: context.name,
    now: context.now,
    counts: counter.read,
    observe(tell) {
      inCall('observe', () => checkFunction('tell', tell));
      return counter.observe(tell);
    },
    health: () => readHealth(context),
    close: (seconds) => closeIssuer(context, seconds),
    service: {
      url,
      ...counter.over(closing.over(namedCalls(service, 'service.')), 'service.'),
    },
    ...recordReaders(context),
    ...counter.over(closing.over(namedCalls(recordCalls(context)))),
    ...counter.over(closing.over(namedCalls(siteCalls(context)))),
  };
}
