/** What a problem says to the person, where the caller tells their language. */
import type { ForeignCharacter } from '../core/codec/foreign-character.ts';
import type { CodeKind } from '../issuer/code-kind.ts';
import { acceptedLanguages } from '../issuer/http/accept-language.ts';
import { isLanguage } from '../issuer/localized-text.ts';
import type { Refusal } from '../issuer/outcome.ts';
import { refusalText } from '../issuer/refusal-text.ts';
import { isLibraryReason } from './problems.ts';

/** The members of a problem that its sentence is made of. */
interface Told {
  readonly reason: string;
  readonly attemptsLeft?: number;
  readonly totalLeft?: number;
  readonly until?: number;
  readonly state?: Refusal['state'];
  readonly seconds?: number;
  readonly foreign?: ForeignCharacter;
}

/**
 * Returns the member `text` of a problem; none without the header `Accept-Language`, and none of a
 * reason that is no person's matter.
 * @param code which code the call takes
 */
export function personText(
  problem: Readonly<Record<string, unknown>>,
  header: string | null,
  code: CodeKind | undefined,
): { readonly text?: string } {
  const language = acceptedLanguages(header).filter(isLanguage);
  const { until, ...told } = problem as unknown as Told;
  const { reason } = told;
  if (language.length === 0 || !isLibraryReason(reason)) return {};
  const refusal = {
    ...told,
    ok: false,
    reason,
    ...(until !== undefined && { pausedUntil: until }),
  };
  return { text: refusalText(refusal as Refusal, { language, ...(code && { code }) }) };
}
