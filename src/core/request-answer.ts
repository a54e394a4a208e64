/** What a person answers to a request, and on which way the answer goes (docs/protocol.md §7). */

export type Decision = 'approved' | 'denied';

/** How an answer goes to the page: typed by the person, or sent to the issuer's service. */
export type AnswerBy = 'code' | 'service';

/** Why a request was denied: somebody else has asked for it. */
export type DenyReason = 'not-me';
